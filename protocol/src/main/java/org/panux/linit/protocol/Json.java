package org.panux.linit.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * JSON text and plain Java values: objects are ordered maps, arrays lists, numbers {@code Long} or
 * {@code Double}, and never too large for that. A value is at most {@value #MAX_DEPTH} levels deep
 * and has no key twice.
 */
public final class Json {
  static final int MAX_DEPTH = 16;

  /** An integer with so many characters fits into a long. */
  private static final int LONG_FOR_CERTAIN = 18;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
          .build();

  private static final JsonFactory LENIENT =
      FACTORY.rebuild().disable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  /** What Jackson adds about a place, in words about itself; compiled where it is needed alone. */
  private static final String INNER_PLACE = " \\(start marker at .*\\)$";

  /** Below it, JSON has no character as it is that does harm. */
  private static final char FIRST_HARMFUL = '\u007f';

  private Json() {}

  /** The text is no JSON value, or none that linit takes; the message says where in the text. */
  public static final class Malformed extends Exception {
    Malformed(String message) {
      super(message);
    }
  }

  /** Reads {@code text} as one object. */
  public static Map<String, Object> object(String text) throws Malformed {
    return object(FACTORY, text);
  }

  /** As {@link #object(String)}, of what linitd has written itself: no key is looked for twice. */
  static Map<String, Object> own(String text) throws Malformed {
    return object(LENIENT, text);
  }

  private static Map<String, Object> object(JsonFactory factory, String text) throws Malformed {
    try (JsonParser parser = factory.createParser(text)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new Malformed("not a JSON object");
      }
      Map<String, Object> object = readObject(parser);
      if (parser.nextToken() != null) {
        throw new Malformed("text after the JSON object");
      }
      return object;
    } catch (JsonProcessingException e) {
      String where = e.getLocation() == null ? "" : " at column " + e.getLocation().getColumnNr();
      throw new Malformed(
          Text.clip(e.getOriginalMessage().replaceAll(INNER_PLACE, ""), 200) + where);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, Object> readObject(JsonParser parser) throws IOException {
    Map<String, Object> object = new LinkedHashMap<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String key = parser.currentName();
      parser.nextToken();
      object.put(key, readValue(parser));
    }
    return object;
  }

  private static Object readValue(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> readObject(parser);
      case START_ARRAY -> {
        List<Object> list = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          list.add(readValue(parser));
        }
        yield list;
      }
      case VALUE_NUMBER_INT -> {
        String text = parser.getText();
        if (text.length() <= LONG_FOR_CERTAIN) {
          // The library's own way loads regular expressions.
          yield Long.parseLong(text);
        }
        if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
          yield number(parser);
        }
        yield parser.getLongValue();
      }
      case VALUE_NUMBER_FLOAT -> number(parser);
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_STRING -> parser.getText();
      default -> null;
    };
  }

  /** JSON has no infinity; written, it would be a text. */
  private static double number(JsonParser parser) throws IOException {
    double number = parser.getDoubleValue();
    if (Double.isInfinite(number)) {
      throw new JsonParseException(parser, "a number is too large");
    }
    return number;
  }

  /** Writes {@code object} as one line, which does a terminal no harm. */
  public static String write(Map<String, ?> object) {
    return writeValue(object);
  }

  /**
   * A list for {@link #write}, each of whose values is made when it is written: those of thousands
   * of services take much more memory than their text.
   */
  public static <T> Iterable<Object> each(List<T> values, Function<T, ?> toJson) {
    return () -> values.stream().<Object>map(toJson).iterator();
  }

  /** Writes an object, a list, a text or a number as one line. */
  public static String writeValue(Object value) {
    StringWriter out = new StringWriter();
    try (JsonGenerator generator = FACTORY.createGenerator(out)) {
      writeValue(generator, value);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return harmless(out.toString());
  }

  /** What JSON may hold as it is, and a terminal would obey: it stands in strings alone. */
  private static String harmless(String json) {
    StringBuilder out = null;
    int copied = 0;
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      if (c >= FIRST_HARMFUL && Text.isHarmful(c)) {
        out = out == null ? new StringBuilder(json.length() + 64) : out;
        out.append(json, copied, i).append(String.format("\\u%04x", (int) c));
        copied = i + 1;
      }
    }
    return out == null ? json : out.append(json, copied, json.length()).toString();
  }

  private static void writeValue(JsonGenerator generator, Object value) throws IOException {
    if (value == null) {
      generator.writeNull();
    } else if (value instanceof Map<?, ?> map) {
      generator.writeStartObject();
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        generator.writeFieldName((String) entry.getKey());
        writeValue(generator, entry.getValue());
      }
      generator.writeEndObject();
    } else if (value instanceof Iterable<?> list) {
      generator.writeStartArray();
      for (Object element : list) {
        writeValue(generator, element);
      }
      generator.writeEndArray();
    } else if (value instanceof Boolean flag) {
      generator.writeBoolean(flag);
    } else if (value instanceof Double number) {
      generator.writeNumber(number);
    } else if (value instanceof Number number) {
      generator.writeNumber(number.longValue());
    } else {
      generator.writeString(value.toString());
    }
  }
}
