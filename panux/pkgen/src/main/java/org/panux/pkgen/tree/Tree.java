package org.panux.pkgen.tree;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.panux.pkgen.file.InvalidFile;
import org.panux.pkgen.file.Mistake;
import org.panux.pkgen.file.PackageFile;
import org.panux.pkgen.file.PackageReader;
import org.panux.pkgen.file.Text;

/** Package files, and which of them makes a package. */
public final class Tree {
  private final List<PackageFile> files = new ArrayList<>();
  private final Map<String, PackageFile> makers = new TreeMap<>();
  private final List<Mistake> mistakes = new ArrayList<>();

  private int count;

  private Tree() {}

  /**
   * Reads files. What is wrong in one does not hinder the others.
   *
   * @param paths files, and folders in which every {@code *.yaml} and {@code *.pkgen} is one
   */
  public static Tree read(Collection<Path> paths) {
    Tree tree = new Tree();
    for (Path path : paths) {
      for (Path file : tree.files(path)) {
        tree.count++;
        try {
          tree.add(PackageReader.read(file));
        } catch (InvalidFile e) {
          tree.mistakes.addAll(e.mistakes());
        }
      }
    }
    return tree;
  }

  private List<Path> files(Path path) {
    if (!Files.isDirectory(path)) {
      return List.of(path);
    }
    List<Path> files = new ArrayList<>();
    try {
      Files.walkFileTree(path, new Finder(path, files));
    } catch (IOException e) {
      mistakes.add(new Mistake(path.toString(), 0, 0, "cannot be read: " + e.getMessage()));
      return List.of();
    }
    if (files.isEmpty()) {
      mistakes.add(
          new Mistake(path.toString(), 0, 0, "there is no package file (*.yaml) in this folder"));
    }
    files.sort(null);
    return files;
  }

  /** Finds package files; hidden folders, such as that of builds, have none. */
  private static final class Finder extends SimpleFileVisitor<Path> {
    private final Path top;
    private final List<Path> found;

    Finder(Path top, List<Path> found) {
      this.top = top;
      this.found = found;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
      boolean hidden = !folder.equals(top) && folder.getFileName().toString().startsWith(".");
      return hidden ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      String name = file.getFileName().toString();
      if (Files.isRegularFile(file) && (name.endsWith(".yaml") || name.endsWith(".pkgen"))) {
        found.add(file);
      }
      return FileVisitResult.CONTINUE;
    }
  }

  private void add(PackageFile file) {
    files.add(file);
    for (String name : file.packages().keySet()) {
      PackageFile other = makers.putIfAbsent(name, file);
      if (other != null) {
        mistakes.add(
            new Mistake(
                file.path().toString(),
                1,
                1,
                "the package '" + name + "' is also made by " + other.path()));
      }
    }
  }

  /** How many files there are, also of those that cannot be read. */
  public int count() {
    return count;
  }

  public List<PackageFile> files() {
    return files;
  }

  /** What is wrong in the files, each by itself, and in who makes what. */
  public List<Mistake> mistakes() {
    return mistakes;
  }

  public Optional<PackageFile> maker(String name) {
    return Optional.ofNullable(makers.get(name));
  }

  /** All names, and which file makes them. */
  public Map<String, PackageFile> makers() {
    return makers;
  }

  /** Dependencies and build dependencies that no file makes. */
  public List<Mistake> unknown(boolean ofBuilds) {
    List<Mistake> unknown = new ArrayList<>();
    for (PackageFile file : files) {
      Map<Text, String> names = new HashMap<>();
      List<Text> all = new ArrayList<>();
      if (ofBuilds) {
        all.addAll(file.buildDependencies());
        file.buildDependencies().forEach(text -> names.put(text, "the build"));
      } else {
        file.packages()
            .forEach(
                (name, texts) ->
                    texts.forEach(
                        text -> {
                          all.add(text);
                          names.put(text, "the package '" + name + "'");
                        }));
      }
      for (Text text : all) {
        if (!makers.containsKey(text.value())) {
          unknown.add(
              new Mistake(
                  file.path().toString(),
                  text.line(),
                  text.column(),
                  names.get(text)
                      + " depends on '"
                      + text.value()
                      + "', which no package file makes"));
        }
      }
    }
    return unknown;
  }
}
