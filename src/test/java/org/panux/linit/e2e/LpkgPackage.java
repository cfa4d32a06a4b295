package org.panux.linit.e2e;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/**
 * A package for lpkg, whose archive is written byte by byte: also with members that tar refuses.
 */
final class LpkgPackage {
  private static final int BLOCK = 512;

  /**
   * One member of the archive.
   *
   * @param type as tar has it: 0 a file, 1 a hard link, 2 a link, 3 a device, 5 a folder
   */
  private record Member(char type, int mode, String target, byte[] content) {}

  final String name;
  final String version;
  private final String dependencies;
  private int endBlocks = 2;
  private final Map<String, Member> members = new LinkedHashMap<>();

  private LpkgPackage(String name, String version, String dependencies) {
    this.name = name;
    this.version = version;
    this.dependencies = dependencies;
    String info = "NAME=%s\nVERSION=%s\nBUILD=1\nDEPENDENCIES=\"%s\"\n";
    raw('0', ".pkginfo", 0644, "", info.formatted(name, version, dependencies));
  }

  static LpkgPackage of(String name, String version, String... dependencies) {
    return new LpkgPackage(name, version, String.join(" ", dependencies));
  }

  LpkgPackage file(String path, String text) {
    return file(path, 0644, text);
  }

  LpkgPackage file(String path, int mode, String text) {
    parents(path);
    return raw('0', path, mode, "", text);
  }

  LpkgPackage link(String path, String target) {
    parents(path);
    return raw('2', path, 0777, target, "");
  }

  LpkgPackage folder(String path, int mode) {
    parents(path);
    return raw('5', path + "/", mode, "", "");
  }

  /** Runs with {@code install}, {@code update} or {@code remove}. */
  LpkgPackage hook(String script) {
    return raw('0', ".oninstall", 0755, "", script);
  }

  /** Lines of PATH TARGET NUMBER. */
  LpkgPackage alternatives(String lines) {
    return raw('0', ".alternatives", 0644, "", lines);
  }

  /** A member as it is, without the folders above it. */
  LpkgPackage raw(char type, String path, int mode, String target, String text) {
    return raw(type, path, mode, target, text.getBytes(StandardCharsets.UTF_8));
  }

  LpkgPackage raw(char type, String path, int mode, String target, byte[] content) {
    members.put(path, new Member(type, mode, target, content));
    return this;
  }

  /**
   * Ends its archive with this many empty blocks: two are usual, and what is behind them is not
   * read.
   */
  LpkgPackage end(int blocks) {
    endBlocks = blocks;
    return this;
  }

  private void parents(String path) {
    for (int at = path.indexOf('/'); at > 0; at = path.indexOf('/', at + 1)) {
      members.putIfAbsent(path.substring(0, at + 1), new Member('5', 0755, "", new byte[0]));
    }
  }

  String fileName() {
    return name + "-" + version + "-1.tar.gz";
  }

  /** Its line in the index, for that archive. */
  String line(byte[] archive) {
    String needs = dependencies.isEmpty() ? "" : " " + dependencies;
    return "%s %s 1 %d %s %s%s"
        .formatted(name, version, archive.length, Lpkg.sha256(archive), fileName(), needs);
  }

  byte[] archive() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      for (Map.Entry<String, Member> entry : members.entrySet()) {
        Member member = entry.getValue();
        out.write(header(entry.getKey(), member));
        out.write(member.content());
        out.write(new byte[Math.floorMod(-member.content().length, BLOCK)]);
      }
      out.write(new byte[endBlocks * BLOCK]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static byte[] header(String path, Member member) {
    byte[] header = new byte[BLOCK];
    put(header, 0, path);
    put(header, 100, "%07o".formatted(member.mode()));
    put(header, 108, "%07o".formatted(0));
    put(header, 116, "%07o".formatted(0));
    put(header, 124, "%011o".formatted(member.content().length));
    put(header, 136, "%011o".formatted(0));
    put(header, 148, "        ");
    header[156] = (byte) member.type();
    put(header, 157, member.target());
    put(header, 257, "ustar");
    put(header, 263, "00");
    int sum = 0;
    for (byte b : header) {
      sum += b & 0xff;
    }
    put(header, 148, "%06o".formatted(sum));
    header[154] = 0;
    return header;
  }

  private static void put(byte[] header, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }
}
