package org.panux.linit.script;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Whether root can rely on what it runs and where it writes: on a file or folder that nobody can
 * change but root and the owner of the rig. Of any other user's linitd nobody expects that.
 *
 * @param root whether this process is root's; else everything is relied on
 * @param owner who may own things beside root
 */
public record Trust(boolean root, long owner) {
  private static final int GROUP_WRITES = 020;
  private static final int OTHERS_WRITE = 002;
  private static final int PERMISSIONS = 07777;

  private static final boolean ROOT = isRoot();

  private static boolean isRoot() {
    try {
      return owner(Path.of("/proc/self")) == 0;
    } catch (IOException e) {
      // Without /proc there is no linitd.
      return false;
    }
  }

  /** What this process can rely on in a rig, or in one folder of it. */
  public static Trust of(Path rig) throws IOException {
    return new Trust(ROOT, ROOT ? owner(rig) : 0);
  }

  private static long owner(Path path) throws IOException {
    return (int) Files.getAttribute(path, "unix:uid") & 0xffffffffL;
  }

  /**
   * Why {@code path} cannot be relied on, to be put behind its name; empty where it can, or is not
   * there.
   */
  public Optional<String> problem(Path path) throws IOException {
    if (!root || !Files.exists(path)) {
      return Optional.empty();
    }
    Map<String, Object> file = Files.readAttributes(path, "unix:uid,gid,mode");
    return problem(path, (int) file.get("uid"), (int) file.get("gid"), (int) file.get("mode"));
  }

  /** The same for what has been looked at: {@code user}, {@code group} and {@code bits} are its. */
  public Optional<String> problem(Path path, int user, int group, int bits) {
    if (!root) {
      return Optional.empty();
    }
    long uid = user & 0xffffffffL;
    long gid = group & 0xffffffffL;
    int mode = bits & PERMISSIONS;
    if (uid != 0 && uid != owner) {
      return Optional.of(
          "belongs to user " + uid + ", and linitd is root's; try 'chown root " + path + "'");
    }
    // A group of the owner's own has the owner's number.
    boolean others = (mode & GROUP_WRITES) != 0 && gid != 0 && gid != uid;
    if (others || (mode & OTHERS_WRITE) != 0) {
      return Optional.of(
          String.format(
              "can be written to by others (mode %04o), and linitd is root's; try 'chmod go-w %s'",
              mode, path));
    }
    return Optional.empty();
  }

  /** The same for a folder that linitd writes to: no link, which could lead anywhere. */
  public Optional<String> problemOfOwn(Path folder) throws IOException {
    return root && Files.isSymbolicLink(folder)
        ? Optional.of("is a link, and linitd is root's; make a folder there, or mount one")
        : problem(folder);
  }

  /** The same for a script: whoever can put another in its place could as well write to it. */
  public Optional<String> problemOfScript(Path script) throws IOException {
    Optional<String> problem = problem(script);
    if (root && problem.isEmpty() && Files.isSymbolicLink(script)) {
      Path folder = script.toRealPath().getParent();
      return problem(folder).map(why -> "lies in " + folder + ", which " + why);
    }
    return problem;
  }
}
