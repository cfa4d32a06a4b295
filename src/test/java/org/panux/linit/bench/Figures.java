package org.panux.linit.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Several measurements of one thing. */
final class Figures {
  private final List<Double> values = new ArrayList<>();

  static Figures of(double value) {
    Figures figures = new Figures();
    figures.add(value);
    return figures;
  }

  void add(double value) {
    values.add(value);
  }

  int count() {
    return values.size();
  }

  double median() {
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  /** Of a hundred values, so many are not above it. */
  double percentile(int percent) {
    List<Double> sorted = values.stream().sorted().toList();
    return sorted.get(Math.min(sorted.size() - 1, sorted.size() * percent / 100));
  }

  double least() {
    return values.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
  }

  double most() {
    return values.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
  }

  /** Median, minimum and maximum, with {@code digits} after the point. */
  String show(int digits) {
    if (values.size() == 1) {
      return String.format(Locale.ROOT, "%." + digits + "f", median());
    }
    String format = "%." + digits + "f (%." + digits + "f–%." + digits + "f)";
    return String.format(Locale.ROOT, format, median(), least(), most());
  }
}
