package org.panux.linit.service;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.panux.linit.ActorKit;
import org.panux.linit.model.Asker;
import org.panux.linit.model.Moment;
import org.panux.linit.process.RunToken;
import org.panux.linit.protocol.DependencyKind;

/** Whoever waits for an answer of the registry gets one, whatever the registry fails on. */
class UnansweredTest {
  /** Nobody waits for these: a second signal ends linitd, and a listener who leaves has left. */
  private static final Set<Class<?>> NO_ANSWER =
      Set.of(Registry.Shutdown.class, Registry.KillAll.class, Registry.Unlisten.class);

  @RegisterExtension private final ActorKit kit = new ActorKit();

  static Stream<Class<?>> questions() {
    return Stream.of(Registry.Message.class.getPermittedSubclasses())
        .filter(it -> !NO_ANSWER.contains(it))
        .filter(
            it -> Stream.of(it.getRecordComponents()).anyMatch(c -> c.getType() == ActorRef.class));
  }

  @ParameterizedTest
  @MethodSource("questions")
  void eachQuestionIsAnswered(Class<?> question) throws ReflectiveOperationException {
    TestProbe<Object> asker = kit.probe(Object.class);
    RecordComponent[] components = question.getRecordComponents();
    Class<?>[] types = Stream.of(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    Object[] values = Stream.of(types).map(type -> some(type, asker)).toArray();
    Constructor<?> constructor = question.getDeclaredConstructor(types);
    Registry.Message lost = (Registry.Message) constructor.newInstance(values);
    Unanswered.tell(lost, new IllegalStateException("injected"));
    assertThat(asker.receiveMessage(ActorKit.HANGS)).isNotNull();
  }

  private static Object some(Class<?> type, TestProbe<Object> asker) {
    if (type == ActorRef.class) {
      return asker.getRef();
    } else if (type == List.class || type == Collection.class) {
      return List.of("web");
    } else if (type == boolean.class) {
      return false;
    } else if (type == long.class) {
      return 1L;
    } else if (type == Optional.class) {
      return Optional.empty();
    } else if (type == RunToken.class) {
      return new RunToken("test", "web", 1, "secret");
    } else if (type == Registry.StopKind.class) {
      return Registry.StopKind.STOP;
    } else if (type == DependencyKind.class) {
      return DependencyKind.DEP;
    } else if (type == Asker.class) {
      return Asker.CLIENT;
    } else if (type == Moment.class) {
      return new Moment(0, 0);
    } else if (type == Service.Steering.class) {
      return new Service.Reset();
    }
    return "web";
  }
}
