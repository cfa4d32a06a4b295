package org.panux.linit.ctl;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.panux.linit.protocol.ExitCode;
import org.panux.linit.protocol.JsonRequest.Op;
import org.panux.linit.protocol.Reply;
import org.panux.linit.protocol.ServiceName;
import org.panux.linit.protocol.Text;

/**
 * The verbs {@code enable disable is-enabled}: run the script with that verb, here and with the
 * caller's own rights; linitd is asked only where its rig lies, and need not run where {@code
 * --root} says it, or where it is the machine's, as in an image that is being built.
 */
final class Enable {
  private record Rig(Path root, Path initd, Path rcd) {}

  private static final Path MACHINE = Path.of("/etc");

  private Enable() {}

  /** Work on a rig. */
  private interface Work {
    int on(Rig rig) throws IOException;
  }

  static int run(Linitctl ctl, String word) throws IOException {
    return work(ctl, Verb.of(word).orElseThrow(), rig -> all(ctl, word, rig));
  }

  /** Whether all of them are enabled: that is, whether there are links of their names. */
  static int asked(Linitctl ctl) throws IOException {
    return work(ctl, Verb.IS_ENABLED, rig -> asked(ctl.line().names(), rig));
  }

  private static int work(Linitctl ctl, Verb verb, Work work) throws IOException {
    Optional<Path> root = ctl.line().root();
    Path socket = ctl.line().socket();
    if (root.isEmpty() && socket.equals(CommandLine.MACHINE_SOCKET) && Files.notExists(socket)) {
      root = Optional.of(MACHINE);
    }
    if (root.isPresent()) {
      return work.on(new Rig(root.get(), root.get().resolve("init.d"), root.get().resolve("rc.d")));
    }
    return ctl.talk(
        verb,
        client -> {
          Reply reply = client.request(Op.VERSION, List.of());
          return work.on(new Rig(path(reply, "root"), path(reply, "init_d"), path(reply, "rc_d")));
        });
  }

  private static int asked(List<String> names, Rig rig) throws IOException {
    int code = ExitCode.DONE;
    for (String name : names) {
      if (ServiceName.problem(name).isPresent()) {
        return ExitCode.NO_STATUS;
      }
      if (!isLinked(name, rig)) {
        if (!Files.exists(rig.initd().resolve(name))) {
          return ExitCode.NO_STATUS;
        }
        code = ExitCode.FAILED;
      }
    }
    return code;
  }

  /** A script may have a folder of its own below {@code rc.d}, as those have that come first. */
  private static boolean isLinked(String name, Rig rig) throws IOException {
    if (Files.exists(rig.rcd().resolve(name), LinkOption.NOFOLLOW_LINKS)) {
      return true;
    }
    try (Stream<Path> files = Files.list(rig.rcd())) {
      return files
          .filter(file -> Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS))
          .anyMatch(folder -> Files.exists(folder.resolve(name), LinkOption.NOFOLLOW_LINKS));
    } catch (NotDirectoryException | NoSuchFileException e) {
      return false;
    }
  }

  private static Path path(Reply reply, String field) {
    return Path.of((String) reply.fields().get(field));
  }

  private static int all(Linitctl ctl, String word, Rig rig) throws IOException {
    int worst = ExitCode.DONE;
    for (String name : ctl.line().names()) {
      int code = one(ctl, word, rig, name);
      worst = worst == ExitCode.DONE ? code : worst;
    }
    return worst;
  }

  private static List<String> scripts(Rig rig) throws IOException {
    try (Stream<Path> files = Files.list(rig.initd())) {
      return files.map(file -> file.getFileName().toString()).toList();
    } catch (NotDirectoryException | NoSuchFileException e) {
      return List.of();
    }
  }

  private static int one(Linitctl ctl, String word, Rig rig, String name) throws IOException {
    Optional<String> problem = ServiceName.problem(name);
    if (problem.isPresent()) {
      return ctl.fail(ExitCode.USAGE, problem.get());
    }
    Path script = rig.initd().resolve(name);
    // Of a script that has gone its link can still be removed.
    boolean linked = Files.exists(rig.rcd().resolve(name), LinkOption.NOFOLLOW_LINKS);
    if (!Files.exists(script) && !(linked && word.equals("disable"))) {
      return ctl.fail(
          ExitCode.NO_SUCH_SERVICE,
          "cannot "
              + word
              + " '"
              + name
              + "': no such service: there is no "
              + script
              + Text.didYouMean(name, scripts(rig)));
    }
    ProcessBuilder builder =
        new ProcessBuilder(
            "/bin/sh",
            Path.of(System.getProperty("linit.library")).resolve("linit-verb").toString(),
            word,
            name);
    builder.environment().put("LINIT_ROOT", rig.root().toString());
    builder.environment().put("LINIT_INIT_D", rig.initd().toString());
    builder.environment().put("LINIT_RC_D", rig.rcd().toString());
    builder.environment().put("LINIT_LIB", System.getProperty("linit.library"));
    int code;
    builder.inheritIO();
    if (ctl.line().has(CommandLine.QUIET)) {
      builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    }
    try {
      code = builder.start().waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return ExitCode.FAILED;
    }
    return code == 0
        ? ExitCode.DONE
        : ctl.fail(
            ExitCode.FAILED, "cannot " + word + " '" + name + "': its script exited with " + code);
  }
}
