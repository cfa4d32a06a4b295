package org.panux.pkgen.source;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Something that a package is made of.
 *
 * @param name what it is called in {@code src/}: a file, or of git a folder
 * @param location a URL without pkgen's own parameters; of {@link Kind#FILE} a path
 * @param sha256 what its content has to be
 * @param checkout the commit, tag or branch of {@link Kind#GIT}
 */
public record Source(
    Kind kind, String name, String location, Optional<String> sha256, String checkout) {
  private static final Pattern URL =
      Pattern.compile("([a-z]+)://([^/?#]*)([^?#]*)(?:\\?([^#]*))?(?:#.*)?");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._+~@%=,-]+");
  private static final Pattern SHA256 = Pattern.compile("[0-9a-fA-F]{64}");
  private static final Pattern REFERENCE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/+-]*");

  /** How it is fetched. */
  public enum Kind {
    WEB,
    GIT,
    FILE
  }

  /** A URL that is none, or none that pkgen takes. */
  public static final class Malformed extends Exception {
    private static final long serialVersionUID = 1;

    public Malformed(String message) {
      super(message, null, false, false);
    }
  }

  /** Reads a URL of a package file. */
  public static Source of(String url, Path packageFile) throws Malformed {
    Matcher parts = URL.matcher(url);
    if (!parts.matches()) {
      throw new Malformed(
          "'" + url + "' is no URL; it begins with https://, http://, git:// or file://./");
    }
    if (url.chars().anyMatch(c -> c <= ' ' || c == '\'' || c == '"' || c == '\\' || c == 127)) {
      throw new Malformed(
          "the URL '" + url + "' has a space or a quote in it; write %20 for a space");
    }
    List<String> query =
        new ArrayList<>(List.of((parts.group(4) == null ? "" : parts.group(4)).split("&")));
    query.remove("");
    String path = parts.group(3);
    String name = path.substring(path.lastIndexOf('/') + 1);
    return switch (parts.group(1)) {
      case "https", "http" ->
          web(parts.group(1) + "://" + parts.group(2) + path, checked(name, url), query);
      case "git" ->
          git(parts.group(2) + path, checked(name.replaceFirst("\\.git$", ""), url), query, url);
      case "file" -> file(parts, checked(name, url), packageFile, url);
      default ->
          throw new Malformed(
              "'"
                  + parts.group(1)
                  + "://' is not known; it is https://, http://, git:// or file://./");
    };
  }

  private static String checked(String name, String url) throws Malformed {
    if (!NAME.matcher(name).matches() || name.equals(".") || name.equals("..")) {
      throw new Malformed("the URL '" + url + "' does not end with a file's name");
    }
    return name;
  }

  private static Source web(String address, String name, List<String> query) throws Malformed {
    Optional<String> hash =
        query.stream()
            .filter(part -> part.startsWith("hash="))
            .map(part -> part.substring(5))
            .findFirst();
    if (hash.filter(SHA256.asMatchPredicate()).isPresent()) {
      query.removeIf(part -> part.startsWith("hash="));
    } else if (hash.isPresent() && address.startsWith("http:")) {
      throw new Malformed(
          "'hash=" + hash.get() + "' is no SHA-256, which has 64 hexadecimal digits");
    }
    Optional<String> sum =
        hash.filter(SHA256.asMatchPredicate()).map(value -> value.toLowerCase(Locale.ROOT));
    if (sum.isEmpty() && address.startsWith("http:")) {
      throw new Malformed(
          "http:// can be changed on its way: write https://, or add ?hash= and the file's SHA-256");
    }
    String rest = query.isEmpty() ? "" : "?" + String.join("&", query);
    return new Source(Kind.WEB, name, address + rest, sum, "");
  }

  private static Source git(String place, String name, List<String> query, String url)
      throws Malformed {
    String protocol = "git";
    String checkout = "HEAD";
    for (String part : query) {
      if (part.startsWith("proto=")) {
        protocol = part.substring("proto=".length());
      } else if (part.startsWith("checkout=")) {
        checkout = part.substring("checkout=".length());
      } else {
        throw new Malformed("'" + part + "' is not known of git://; it is proto= and checkout=");
      }
    }
    if (!List.of("git", "https", "http", "ssh", "file").contains(protocol)) {
      throw new Malformed("'proto=" + protocol + "' is not known; it is https, http, git or ssh");
    }
    if (!REFERENCE.matcher(checkout).matches() || checkout.contains("..")) {
      throw new Malformed("'checkout=" + checkout + "' is no commit, tag or branch: " + url);
    }
    return new Source(Kind.GIT, name, protocol + "://" + place, Optional.empty(), checkout);
  }

  private static Source file(Matcher parts, String name, Path packageFile, String url)
      throws Malformed {
    if (!parts.group(2).equals(".")) {
      throw new Malformed(
          "'" + url + "': a file is named from the package file on, as file://./" + name);
    }
    Path folder = packageFile.toAbsolutePath().getParent();
    Path file = folder.resolve(parts.group(3).substring(1)).normalize();
    return new Source(Kind.FILE, name, file.toString(), Optional.empty(), "");
  }

  /** What it is called in the cache: of a known content that, otherwise where it comes from. */
  public String key() {
    return sha256
        .map(sum -> "sha256-" + sum)
        .orElseGet(
            () ->
                (kind == Kind.GIT ? "git-" : "url-")
                    + hash(location + (kind == Kind.GIT ? "#" + checkout : "")));
  }

  /** SHA-256 of a text, in hexadecimal digits. */
  public static String hash(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
