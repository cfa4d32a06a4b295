package org.panux.linit.rig;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.provider.ArgumentsSource;

/**
 * Gives a parameterised test the name of each service that runs, one after the other: «the page
 * survives the loss of any one».
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ArgumentsSource(EachService.Source.class)
public @interface EachService {
  /** Those that are left out. */
  String[] except() default {};

  /** Asks the rig of the class. */
  final class Source implements ArgumentsProvider {
    @Override
    public Stream<? extends Arguments> provideArguments(ExtensionContext context) {
      Rig rig = context.getStore(Rig.NAMESPACE).get(Rig.class, Rig.class);
      if (rig == null) {
        throw new IllegalStateException("@EachService needs a static Rig with @RegisterExtension");
      }
      EachService wish = context.getRequiredTestMethod().getAnnotation(EachService.class);
      return rig.services().stream()
          .filter(name -> !Arrays.asList(wish.except()).contains(name))
          .map(Arguments::of);
    }
  }
}
