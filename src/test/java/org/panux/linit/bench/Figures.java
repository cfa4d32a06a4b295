package org.panux.linit.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Several measurements of one thing. */
final class Figures {
  private final List<Double> values = new ArrayList<>();

  void add(double value) {
    values.add(value);
  }

  double median() {
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  double least() {
    return values.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
  }

  double most() {
    return values.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
  }

  /** Median, minimum and maximum, with {@code digits} after the point. */
  String show(int digits) {
    String format = "%." + digits + "f (%." + digits + "f–%." + digits + "f)";
    return String.format(Locale.ROOT, format, median(), least(), most());
  }
}
