package org.panux.linit;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.panux.linit.gateway.Access;
import org.panux.linit.log.Keep;
import org.panux.linit.model.Ending;
import org.panux.linit.process.Cgroups;
import org.panux.linit.protocol.Text;

/** What {@code linit.conf} says, read once and checked; {@code reference.conf} explains each. */
public record Settings(
    List<String> shell,
    String path,
    List<String> passEnvironment,
    Map<String, String> environment,
    Duration startTimeout,
    Duration readyTimeout,
    Duration stopTimeout,
    Duration killGrace,
    Duration shutdownTimeout,
    Cgroups.Mode cgroups,
    boolean warmShells,
    Keep logs,
    long flight,
    boolean faults,
    Map<Ending, List<String>> endings,
    Optional<String> socketGroup,
    Access.Right groupMay) {

  /** Below this, a service would be busy with putting files aside. */
  private static final long SMALLEST_LOG = 4096;

  private static final int MOST_LOGS = 1000;

  /** Each new file of a recording holds first what all services are. */
  private static final long SMALLEST_FLIGHT = 65536;

  private static final String ENVIRONMENT = "environment";

  /** The configuration cannot be used; the message names the file and the line. */
  public static final class Invalid extends Exception {
    Invalid(String message) {
      super(message);
    }
  }

  /** The settings of {@code file} over the defaults; a file that is absent sets nothing. */
  public static Settings read(Optional<Path> file) throws Invalid {
    Config reference = Defaults.linit();
    if (file.isEmpty() || !Files.exists(file.get())) {
      return of(reference);
    }
    if (Files.isDirectory(file.get()) || !Files.isReadable(file.get())) {
      throw new Invalid(
          "cannot read the configuration "
              + file.get()
              + (Files.isDirectory(file.get()) ? ": it is a folder" : ": permission denied"));
    }
    try {
      Config own = own(file.get());
      for (Map.Entry<String, ConfigValue> entry : own.root().entrySet()) {
        check(entry.getKey(), entry.getValue(), reference);
      }
      return of(own.withFallback(reference));
    } catch (ConfigException e) {
      throw new Invalid(place(e.origin(), file.get()) + firstSentence(e));
    }
  }

  /** The same, checked, as one JSON object in the words of the file. */
  public static String show(Path file) throws Invalid {
    read(Optional.of(file));
    Config config = Files.exists(file) ? own(file).withFallback(reference()) : reference();
    return config.root().render(ConfigRenderOptions.concise());
  }

  /** The text itself, in which numbers are numbers. */
  private static Config reference() {
    return ConfigFactory.parseResources(Settings.class, "/reference.conf").getConfig("linit");
  }

  private static Config own(Path file) {
    return ConfigFactory.parseFile(file.toFile()).resolve();
  }

  private static void check(String key, ConfigValue value, Config reference) throws Invalid {
    if (!reference.root().containsKey(key)) {
      List<String> keys = reference.root().keySet().stream().sorted().toList();
      throw bad(
          value.origin(), "unknown key '" + Text.clip(key, 64) + "'" + Text.didYouMean(key, keys));
    }
    if (String.valueOf(value.unwrapped()).indexOf('\0') >= 0) {
      throw bad(value.origin(), "'" + key + "' holds a NUL, which no path and no variable can");
    }
  }

  private static Settings of(Config config) throws Invalid {
    List<String> shell = config.getStringList("shell");
    ConfigOrigin origin = config.getValue("shell").origin();
    if (shell.isEmpty() || shell.get(0).isBlank()) {
      throw bad(origin, "'shell' needs at least the path of a shell");
    }
    if (!isProgram(shell.get(0))) {
      throw bad(
          origin,
          "'shell' needs the absolute path of a shell, '"
              + Text.clip(shell.get(0), 100)
              + "' cannot be run");
    }
    return new Settings(
        shell,
        config.getString("path"),
        config.getStringList("pass-environment"),
        environment(config.getConfig(ENVIRONMENT)),
        duration(config, "start-timeout"),
        duration(config, "ready-timeout"),
        duration(config, "stop-timeout"),
        duration(config, "kill-grace"),
        duration(config, "shutdown-timeout"),
        cgroups(config),
        config.getBoolean("warm-shells"),
        new Keep(logSize(config), logFiles(config)),
        flightSize(config),
        config.getBoolean("faults"),
        endings(config),
        Optional.of(config.getString("socket-group")).filter(it -> !it.isEmpty()),
        groupMay(config));
  }

  private static Access.Right groupMay(Config config) throws Invalid {
    String text = config.getString("socket-group-may");
    return switch (text) {
      case "query" -> Access.Right.QUERIES;
      case "control" -> Access.Right.EVERYTHING;
      default ->
          throw bad(
              config.getValue("socket-group-may").origin(),
              "'socket-group-may' is query or control, and not '" + Text.clip(text, 64) + "'");
    };
  }

  private static boolean isProgram(String path) {
    try {
      Path program = Path.of(path);
      return program.isAbsolute() && Files.isExecutable(program) && !Files.isDirectory(program);
    } catch (InvalidPathException e) {
      return false;
    }
  }

  private static Cgroups.Mode cgroups(Config config) throws Invalid {
    String text = config.getString("cgroups");
    for (Cgroups.Mode mode : Cgroups.Mode.values()) {
      if (mode.name().toLowerCase(Locale.ROOT).equals(text)) {
        return mode;
      }
    }
    throw bad(
        config.getValue("cgroups").origin(),
        "'cgroups' is auto, v1, v2 or off, and not '" + Text.clip(text, 64) + "'");
  }

  /** How linitd can be asked to end, with the commands that come last. */
  private static Map<Ending, List<String>> endings(Config config) throws Invalid {
    Map<Ending, List<String>> endings = new EnumMap<>(Ending.class);
    endings.put(Ending.SHUTDOWN, List.of());
    command(config, "poweroff-command").ifPresent(it -> endings.put(Ending.POWEROFF, it));
    command(config, "reboot-command").ifPresent(it -> endings.put(Ending.REBOOT, it));
    return endings;
  }

  private static Optional<List<String>> command(Config config, String key) throws Invalid {
    List<String> command = config.getStringList(key);
    if (!command.isEmpty() && !command.get(0).startsWith("/")) {
      throw bad(
          config.getValue(key).origin(), "'" + key + "' needs the absolute path of a program");
    }
    return Optional.of(command).filter(it -> !it.isEmpty());
  }

  private static long logSize(Config config) throws Invalid {
    long size = config.getBytes("log-size");
    if (size < SMALLEST_LOG) {
      throw bad(
          config.getValue("log-size").origin(),
          "'log-size' must be at least " + SMALLEST_LOG + " bytes");
    }
    return size;
  }

  private static long flightSize(Config config) throws Invalid {
    long size = config.getBytes("flight-size");
    if (size != 0 && size < SMALLEST_FLIGHT) {
      throw bad(
          config.getValue("flight-size").origin(),
          "'flight-size' must be 0 or at least " + SMALLEST_FLIGHT + " bytes");
    }
    return size;
  }

  private static int logFiles(Config config) throws Invalid {
    int files = config.getInt("log-files");
    if (files < 0 || files > MOST_LOGS) {
      throw bad(
          config.getValue("log-files").origin(), "'log-files' must be from 0 to " + MOST_LOGS);
    }
    return files;
  }

  private static Map<String, String> environment(Config config) throws Invalid {
    Map<String, String> environment = new LinkedHashMap<>();
    for (Map.Entry<String, ConfigValue> entry : config.root().entrySet()) {
      if (!entry.getKey().matches("[A-Za-z_][A-Za-z0-9_]*")) {
        throw bad(
            entry.getValue().origin(),
            "'" + Text.clip(entry.getKey(), 64) + "' cannot be the name of a variable");
      }
      environment.put(entry.getKey(), config.getString(entry.getKey()));
    }
    return environment;
  }

  private static Duration duration(Config config, String key) throws Invalid {
    Duration duration = config.getDuration(key);
    if (duration.isNegative()) {
      throw bad(config.getValue(key).origin(), "'" + key + "' must not be negative");
    }
    return duration;
  }

  private static Invalid bad(ConfigOrigin origin, String problem) {
    return new Invalid(place(origin, Path.of("linit.conf")) + problem);
  }

  private static String place(ConfigOrigin origin, Path file) {
    if (origin == null) {
      return file + ": ";
    }
    String name = origin.filename() == null ? file.toString() : origin.filename();
    return name + (origin.lineNumber() > 0 ? ":" + origin.lineNumber() : "") + ": ";
  }

  /** The library's message without the place, which stands before it already. */
  private static String firstSentence(ConfigException e) {
    String message = e.getMessage();
    String origin = e.origin() == null ? null : e.origin().description() + ": ";
    if (origin != null && message.startsWith(origin)) {
      message = message.substring(origin.length());
    }
    return Text.clip(message.lines().findFirst().orElse(message), 300);
  }
}
