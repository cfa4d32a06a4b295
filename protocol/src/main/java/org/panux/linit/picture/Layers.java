package org.panux.linit.picture;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

/**
 * Where the nodes of a graph go: in layers, so that every edge leads to a later one, with few
 * crossings, and each near whatever it is connected to. Edges that pass a layer have a place of
 * their own in it, where there are not too many of them.
 */
final class Layers {
  private static final int SWEEPS = 16;
  private static final int MOST_BENDS = 6000;

  /**
   * @param layer counted from 0
   * @param place in its layer, from the top
   */
  private static final class Node {
    final int layer;
    final double height;
    final List<Node> before = new ArrayList<>();
    final List<Node> after = new ArrayList<>();
    double y;
    double wish;

    Node(int layer, double height) {
      this.layer = layer;
      this.height = height;
    }
  }

  /** An edge between two nodes, which are counted from 0. */
  record Edge(int from, int to) {}

  private final Node[] nodes;
  private final List<List<Node>> layers = new ArrayList<>();
  private final List<List<Node>> routes = new ArrayList<>();

  /** Lays out {@code count} nodes, each so high. */
  Layers(int count, List<Edge> edges, double nodeHeight, double bendHeight) {
    int[] layer = layers(count, forward(count, edges));
    nodes = new Node[count];
    for (int i = 0; i < count; i++) {
      nodes[i] = add(layer[i], nodeHeight);
    }
    int bends = 0;
    for (Edge edge : edges) {
      bends += Math.max(0, Math.abs(layer[edge.to()] - layer[edge.from()]) - 1);
    }
    for (Edge edge : edges) {
      boolean back = layer[edge.to()] < layer[edge.from()];
      Node from = nodes[back ? edge.to() : edge.from()];
      Node to = nodes[back ? edge.from() : edge.to()];
      List<Node> route = new ArrayList<>(List.of(from));
      for (int i = from.layer + 1; i < to.layer && bends <= MOST_BENDS; i++) {
        route.add(add(i, bendHeight));
      }
      route.add(to);
      for (int i = 1; i < route.size(); i++) {
        route.get(i - 1).after.add(route.get(i));
        route.get(i).before.add(route.get(i - 1));
      }
      if (back) {
        Collections.reverse(route);
      }
      routes.add(route);
    }
    for (int i = 0; i < SWEEPS; i++) {
      sort(i % 2 == 0);
    }
    for (int i = 0; i < SWEEPS; i++) {
      place(i % 2 == 0);
    }
  }

  private Node add(int layer, double height) {
    while (layers.size() <= layer) {
      layers.add(new ArrayList<>());
    }
    Node node = new Node(layer, height);
    List<Node> column = layers.get(layer);
    node.y = column.isEmpty() ? 0 : bottom(column) + height / 2;
    column.add(node);
    return node;
  }

  private static double bottom(List<Node> column) {
    Node last = column.get(column.size() - 1);
    return last.y + last.height / 2;
  }

  int count() {
    return layers.size();
  }

  int layer(int node) {
    return nodes[node].layer;
  }

  /** The middle of a node. */
  double y(int node) {
    return nodes[node].y;
  }

  /** Where an edge passes the layers from its one end to its other: layer and middle. */
  List<double[]> route(int edge) {
    return routes.get(edge).stream().map(node -> new double[] {node.layer, node.y}).toList();
  }

  /** Moves everything so that the uppermost edge of all is at 0, and gives the height. */
  double settle() {
    double top = Double.MAX_VALUE;
    double bottom = -Double.MAX_VALUE;
    for (List<Node> column : layers) {
      for (Node node : column) {
        top = Math.min(top, node.y - node.height / 2);
        bottom = Math.max(bottom, node.y + node.height / 2);
      }
    }
    for (List<Node> column : layers) {
      for (Node node : column) {
        node.y -= top;
      }
    }
    return layers.isEmpty() ? 0 : bottom - top;
  }

  /** The edges, of which those that close a circle are turned round. */
  private static List<Edge> forward(int count, List<Edge> edges) {
    List<List<Integer>> out = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      out.add(new ArrayList<>());
    }
    for (Edge edge : edges) {
      out.get(edge.from()).add(edge.to());
    }
    // 0 not seen, 1 on the way, 2 done.
    int[] seen = new int[count];
    int[] next = new int[count];
    List<Edge> forward = new ArrayList<>();
    for (int root = 0; root < count; root++) {
      Deque<Integer> way = new ArrayDeque<>();
      if (seen[root] == 0) {
        way.push(root);
        seen[root] = 1;
      }
      while (!way.isEmpty()) {
        int node = way.peek();
        if (next[node] == out.get(node).size()) {
          seen[node] = 2;
          way.pop();
          continue;
        }
        int to = out.get(node).get(next[node]++);
        if (seen[to] == 1) {
          if (to != node) {
            forward.add(new Edge(to, node));
          }
        } else {
          forward.add(new Edge(node, to));
          if (seen[to] == 0) {
            seen[to] = 1;
            way.push(to);
          }
        }
      }
    }
    return forward;
  }

  /** Each node is one layer after the last that leads to it. */
  private static int[] layers(int count, List<Edge> edges) {
    int[] layer = new int[count];
    int[] open = new int[count];
    List<List<Integer>> out = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      out.add(new ArrayList<>());
    }
    for (Edge edge : edges) {
      out.get(edge.from()).add(edge.to());
      open[edge.to()]++;
    }
    Deque<Integer> ready = new ArrayDeque<>();
    for (int i = 0; i < count; i++) {
      if (open[i] == 0) {
        ready.add(i);
      }
    }
    while (!ready.isEmpty()) {
      int node = ready.remove();
      for (int to : out.get(node)) {
        layer[to] = Math.max(layer[to], layer[node] + 1);
        if (--open[to] == 0) {
          ready.add(to);
        }
      }
    }
    return layer;
  }

  /** Orders each layer by the middle of what its nodes are connected to in the one before it. */
  private void sort(boolean down) {
    for (int i = 1; i < layers.size(); i++) {
      List<Node> column = layers.get(down ? i : layers.size() - 1 - i);
      for (Node node : column) {
        node.wish = middle(down ? node.before : node.after, node.y);
      }
      column.sort(Comparator.comparingDouble(node -> node.wish));
      double y = 0;
      for (Node node : column) {
        node.y = y + node.height / 2;
        y += node.height;
      }
    }
  }

  private static double middle(List<Node> others, double otherwise) {
    if (others.isEmpty()) {
      return otherwise;
    }
    double[] ys = others.stream().mapToDouble(node -> node.y).sorted().toArray();
    int half = ys.length / 2;
    return ys.length % 2 == 1 ? ys[half] : (ys[half - 1] + ys[half]) / 2;
  }

  /** Moves each layer's nodes, in their order, as near as it goes to what they are connected to. */
  private void place(boolean down) {
    for (int i = 0; i < layers.size(); i++) {
      List<Node> column = layers.get(down ? i : layers.size() - 1 - i);
      List<Node> all = new ArrayList<>();
      double[] wishes = new double[column.size()];
      double above = 0;
      for (int n = 0; n < wishes.length; n++) {
        Node node = column.get(n);
        all.clear();
        all.addAll(node.before);
        all.addAll(node.after);
        // What is wished for its upper edge, were there nothing above it.
        wishes[n] = middle(all, node.y) - node.height / 2 - above;
        above += node.height;
      }
      double[] places = rising(wishes);
      above = 0;
      for (int n = 0; n < wishes.length; n++) {
        Node node = column.get(n);
        node.y = places[n] + above + node.height / 2;
        above += node.height;
      }
    }
  }

  /** The numbers that never fall and are, in the sum of squares, the nearest to {@code wishes}. */
  static double[] rising(double[] wishes) {
    double[] sums = new double[wishes.length];
    int[] counts = new int[wishes.length];
    int blocks = 0;
    for (double wish : wishes) {
      sums[blocks] = wish;
      counts[blocks++] = 1;
      while (blocks > 1
          && sums[blocks - 2] / counts[blocks - 2] >= sums[blocks - 1] / counts[blocks - 1]) {
        sums[blocks - 2] += sums[blocks - 1];
        counts[blocks - 2] += counts[blocks - 1];
        blocks--;
      }
    }
    double[] places = new double[wishes.length];
    int at = 0;
    for (int block = 0; block < blocks; block++) {
      Arrays.fill(places, at, at + counts[block], sums[block] / counts[block]);
      at += counts[block];
    }
    return places;
  }
}
