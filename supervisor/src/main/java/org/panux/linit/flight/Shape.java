package org.panux.linit.flight;

import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.panux.linit.model.Coordinator;
import org.panux.linit.model.Lifecycle;
import org.panux.linit.model.Tape;
import org.panux.linit.protocol.ServiceState;
import org.panux.linit.setting.ServiceConfig;

/**
 * How the values of one class are written and read: a record by its components, a part of the model
 * by its fields. Classes are named without their package, of which there are three.
 */
record Shape(Class<?> type, String name, List<Field> fields) {
  private static final List<String> PACKAGES =
      List.of(
          Lifecycle.class.getPackageName(),
          ServiceState.class.getPackageName(),
          ServiceConfig.class.getPackageName());

  private static final Map<Class<?>, Shape> SHAPES = new ConcurrentHashMap<>();

  /** The shape of {@code type}; one without fields where it is none of the model's. */
  static Shape of(Class<?> type) {
    Shape shape = SHAPES.get(type);
    if (shape == null) {
      shape = make(type);
      SHAPES.put(type, shape);
    }
    return shape;
  }

  /** The shape of that name, in a text that anybody may have written. */
  static Shape named(String name) throws Notation.Malformed {
    for (String folder : PACKAGES) {
      try {
        return of(Class.forName(folder + "." + name, false, Shape.class.getClassLoader()));
      } catch (ClassNotFoundException | LinkageError e) {
        // Another package, or no class at all.
      }
    }
    throw new Notation.Malformed("there is no " + name);
  }

  private static Shape make(Class<?> type) {
    if (!PACKAGES.contains(type.getPackageName())) {
      return new Shape(type, "", List.of());
    }
    String name = type.getName().substring(type.getPackageName().length() + 1);
    List<Field> fields = new ArrayList<>();
    try {
      if (type.isRecord()) {
        for (RecordComponent component : type.getRecordComponents()) {
          fields.add(type.getDeclaredField(component.getName()));
        }
      } else {
        Arrays.stream(type.getDeclaredFields()).filter(Shape::isState).forEach(fields::add);
      }
    } catch (NoSuchFieldException e) {
      throw new IllegalStateException(e);
    }
    fields.forEach(field -> field.setAccessible(true));
    return new Shape(type, name, List.copyOf(fields));
  }

  private static boolean isState(Field field) {
    return !Modifier.isStatic(field.getModifiers())
        && !field.isSynthetic()
        && field.getType() != Tape.class;
  }

  boolean known() {
    return !name.isEmpty();
  }

  Object get(Object of, int index) {
    try {
      return fields.get(index).get(of);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  /** One with these fields. */
  Object make(List<Object> values) throws Notation.Malformed {
    if (values.size() != fields.size()) {
      throw new Notation.Malformed(name + " has " + fields.size() + " parts");
    }
    try {
      if (type.isRecord()) {
        Class<?>[] types = fields.stream().map(Field::getType).toArray(Class<?>[]::new);
        Constructor<?> maker = type.getDeclaredConstructor(types);
        maker.setAccessible(true);
        return maker.newInstance(Notation.fit(types, values));
      }
      Object made = blank();
      for (int i = 0; i < fields.size(); i++) {
        fields.get(i).set(made, Notation.fit(fields.get(i).getType(), values.get(i)));
      }
      return made;
    } catch (ReflectiveOperationException | IllegalArgumentException e) {
      throw new Notation.Malformed("no " + name + " has such parts");
    }
  }

  /** One that has been made of nothing, and whose fields are set afterwards. */
  private Object blank() throws ReflectiveOperationException {
    Constructor<?> maker = type.getDeclaredConstructors()[0];
    Object[] nothing = new Object[maker.getParameterCount()];
    for (int i = 0; i < nothing.length; i++) {
      Class<?> parameter = maker.getParameterTypes()[i];
      nothing[i] =
          parameter == long.class
              ? (Object) 0L
              : parameter == boolean.class ? false : parameter == String.class ? "" : null;
      if (nothing[i] == null && parameter.isAssignableFrom(List.class)) {
        nothing[i] = List.of();
      }
    }
    maker.setAccessible(true);
    return maker.newInstance(nothing);
  }

  /** Whether it is one of the two that events come into. */
  static boolean isPart(Object value) {
    return value instanceof Lifecycle || value instanceof Coordinator<?>;
  }
}
