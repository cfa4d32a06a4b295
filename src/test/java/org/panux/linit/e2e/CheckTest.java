package org.panux.linit.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.panux.linit.protocol.Json;

/** {@code linitctl check}: what is wrong with a rig that nobody runs. */
class CheckTest {
  private final TestRig rig = TestRig.create();

  @AfterEach
  void remove() {
    rig.close();
  }

  private static Result check(Path root) {
    return Command.run(Command.bin("linitctl"), "check", root.toString());
  }

  /** Checks that these, and nothing else, are found; a line without a colon is the summary. */
  private void assertFound(int code, String... lines) {
    assertThat(check(rig.root())).isEqualTo(new Result(code, String.join("\n", lines) + "\n", ""));
  }

  private TestRig plain(String name, String text) {
    return rig.file("init.d/" + name, text, "rwxr-xr-x");
  }

  @Test
  void whatIsWrongWithAFileIsSaid() throws IOException {
    rig.file("init.d/plain", "#!/etc/rc.common\n", "rw-r--r--")
        .file("init.d/README", "Scripts.\n", "rw-r--r--")
        .file("init.d/.hidden", "x\n", "rw-r--r--")
        .file("init.d/helpers/x", "x\n", "rw-r--r--");
    plain("bare", "sh\n");
    plain("empty", "");
    plain("gone", "#!/no/such/shell\n");
    plain("old~", "#!/etc/rc.common\n");
    plain("relative", "#!sh\n");
    plain("windows", "#!/bin/sh\r\nexit\r\n");
    plain("env", "#!/usr/bin/env no-such-program\n");
    Files.createSymbolicLink(rig.path("init.d/link"), Path.of("nowhere"));
    String plain = rig.path("init.d/plain").toString();
    assertFound(
        1,
        "init.d/README: warning: this is no script: it is not executable, and has no '#!'",
        "init.d/bare: does not begin with '#!'; a script begins with '#!/etc/rc.common'",
        "init.d/empty: is empty; a script begins with '#!/etc/rc.common'",
        "init.d/env:1: the interpreter 'no-such-program' is not on the search path of scripts,"
            + " /usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
        "init.d/gone: needs the interpreter /no/such/shell, which is missing",
        "init.d/link: is a link to a file that does not exist",
        "init.d/old~: warning: this is no service name, so linitd passes it over",
        "init.d/plain: is not executable; try 'chmod +x " + plain + "'",
        "init.d/relative: has the interpreter 'sh', which is no absolute path; write '#!/bin/sh' or"
            + " the like",
        "init.d/windows:1: lines end with a carriage return; save it with the ends of Unix",
        "8 scripts: 8 errors, 2 warnings");
  }

  @Test
  void whatIsWrongWithATextIsSaidWithItsLine() {
    rig.script("db", "comand=x", "restart=sometimes")
        .script("web", "start() {", "  supervise --optoin 3 -- sleep 1", "}")
        .script("good", "command=sleep", "command_args='1 --optoin'");
    assertFound(
        1,
        "init.d/db:2: unknown variable 'comand'; did you mean 'command'?",
        "init.d/db:3: restart: 'sometimes' is none of no, on-failure, always",
        "init.d/web:3: supervise: unknown option '--optoin'",
        "3 scripts: 3 errors, no warnings");
  }

  @Test
  void namesThatNobodyHasAreSaid() {
    rig.script("web", "depends() { dep dbb mail-server; want cahce; after cahce; }")
        .script("db", "depends() { provide mail-server; }")
        .script("cache", "depends() { [ -e x ] && dep nosuch; dep $x; }", "stop() { dep never; }")
        .script("odd", "depends() { dep a/b; }")
        .script("old", "depends() { dep linit-supd; }");
    assertFound(
        1,
        "init.d/cache:2: warning: there is no service 'nosuch'",
        "init.d/cache:3: warning: there is no service 'never'",
        "init.d/odd:2: bad service name 'a/b': '/' is not allowed, only letters, digits and . _ - +",
        "init.d/web:2: there is no service 'dbb'; did you mean 'db'?",
        "init.d/web:2: warning: there is no service 'cahce'; did you mean 'cache'?",
        "5 scripts: 2 errors, 3 warnings");
  }

  @Test
  void circlesAreSaidOnce() {
    rig.script("a", "", "depends() { dep b; }")
        .script("b", "depends() { dep c; }")
        .script("c", "depends() { dep a; }")
        .script("d", "depends() { want e; }")
        .script("e", "depends() { want d; after a; }")
        .script("late", "depends() { dep boot; }")
        .enable("late");
    plain("lsb1", lsb("# Provides: lsb1", "# Required-Start: lsb2"));
    plain("lsb2", lsb("# Provides: lsb2", "# Required-Start: $syslog lsb1"));
    assertFound(
        1,
        "init.d/a:3: would deadlock: a → b → c → a",
        "init.d/d:2: warning: may deadlock, and then does not wait: d → e → d",
        "init.d/late:2: would deadlock: late → boot → late",
        "init.d/lsb1:4: would deadlock: lsb1 → lsb2 → lsb1",
        "8 scripts: 3 errors, 1 warning");
  }

  private static String lsb(String... lines) {
    return "#!/bin/sh\n### BEGIN INIT INFO\n"
        + String.join("\n", lines)
        + "\n### END INIT INFO\ntrue\n";
  }

  @Test
  void headersAreRead() {
    plain("a", lsb("# Provides: a", "# Required-Start: $netwrok nosuch $x-display-manager"));
    plain("b", lsb("# Provides: b", "# Should-Start: nosuch $mine", "# Required-Stop: nosuch"));
    plain("c", lsb("# Provides: c $mine", "# Required-Start: a, b"));
    plain("d", lsb("# Provides: d $yours", "# Should-Start: $yours"));
    assertFound(
        1,
        "init.d/a:4: there is no service 'nosuch'",
        "init.d/a:4: warning: no script provides the facility '$netwrok', so nothing is ordered by"
            + " it; did you mean '$network'?",
        "init.d/b:4: warning: no script provides the facility '$mine', so nothing is ordered by it",
        "init.d/c:4: Required-Start: 'a,': names are separated by spaces, not by commas",
        "4 scripts: 2 errors, 2 warnings");
  }

  @Test
  void linksThatLeadNowhereAreSaid() throws IOException {
    rig.script("web").script("db", "depends() { provide store; }").enable("web");
    for (Map.Entry<String, String> link :
        Map.of(
                "store", "../init.d/db",
                "gone", "../init.d/gone",
                "db", "../initd/db",
                "bad~", "../init.d/web",
                "wbe", "../init.d/web")
            .entrySet()) {
      Files.createSymbolicLink(rig.path("rc.d/" + link.getKey()), Path.of(link.getValue()));
    }
    assertFound(
        1,
        "rc.d/bad~: warning: this is no service name, so boot passes it over",
        "rc.d/db: warning: leads nowhere, to ../initd/db; boot starts 'db' by name",
        "rc.d/gone: leads nowhere, to ../init.d/gone; there is no service 'gone'",
        "rc.d/wbe: there is no service 'wbe'; did you mean 'web'?",
        "2 scripts: 2 errors, 2 warnings");
  }

  @ParameterizedTest
  @EnumSource
  void syntaxIsThatOfTheShellThatRunsIt(Shell shell) {
    rig.shell(shell).script("torn", "start() {", "  if then", "}").script("good", "start() { :; }");
    plain("torn-program", "#!/bin/sh\ncase x in\n  y) (echo ;;\nesac\n");
    Result result = check(rig.root());
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.out().lines().toList())
        .satisfiesExactly(
            line -> assertThat(line).startsWith("init.d/torn:3: syntax error").contains("then"),
            line -> assertThat(line).startsWith("init.d/torn-program:3: syntax error"),
            line -> assertThat(line).isEqualTo("3 scripts: 2 errors, no warnings"));
  }

  @Test
  void whatBashAloneUnderstandsIsRightWhereBashRunsIt() {
    String[] lines = {"start() {", "  names=(a b)", "  [[ $names ]]", "}"};
    rig.script("web", lines);
    assertThat(check(rig.root()).out()).startsWith("init.d/web:3: syntax error");
    rig.shell(Shell.BASH);
    assertFound(0, "1 script: no errors, no warnings");
  }

  @Test
  void theConfigurationIsRead() {
    rig.script("web").conf("path = /bin\nstop-timeot = 10 seconds\n");
    assertFound(
        1,
        "linit.conf:2: unknown key 'stop-timeot'; did you mean 'stop-timeout'?",
        "1 script: 1 error, no warnings");
    rig.conf("stop-timeout = [\n");
    assertThat(check(rig.root()).out()).matches("(?s)linit\\.conf:\\d+: .*1 error, no warnings\n");
  }

  @Test
  void nothingOfTheRigIsRun() {
    String touch = "touch '" + rig.path("touched") + "'";
    String text = touch + "\n: $(" + touch + ")\nx=`" + touch + "`\n";
    plain("a", "#!/etc/rc.common\n" + text + "depends() { " + text + "}\n");
    plain("b", "#!" + rig.path("sh") + "\n" + text);
    plain("c", "#!/bin/bash\n" + text);
    rig.file("sh", "#!/bin/sh\n" + text, "rwxr-xr-x");
    assertFound(0, "3 scripts: no errors, no warnings");
    assertThat(rig.path("touched")).doesNotExist();
  }

  @Test
  void namesAndTextsAreHarmlessToATerminal() throws Exception {
    rig.script("web", "restart='\033[31mred\007'", "depends() { dep '\033[2J'; }");
    rig.file("init.d/\033[2J", "x", "rwxr-xr-x");
    Result result = check(rig.root());
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.out()).hasLineCount(4);
    assertThat(result.out().replace("\n", "")).doesNotContainPattern("\\p{Cntrl}");
    Result json = Command.run(Command.bin("linitctl"), "--json", "check", rig.root().toString());
    assertThat(json.out().strip()).doesNotContainPattern("\\p{Cntrl}");
    assertThat(Json.object(json.out())).containsEntry("errors", 2L);
  }

  @Test
  void jsonHasTheSameFindings() throws Exception {
    rig.script("web", "", "comand=x", "depends() { want db; }");
    Result result = Command.run(Command.bin("linitctl"), "--json", "check", rig.root().toString());
    assertThat(result.code()).isEqualTo(1);
    assertThat(Json.object(result.out()))
        .isEqualTo(
            Map.of(
                "root",
                rig.root().toString(),
                "scripts",
                1L,
                "errors",
                1L,
                "warnings",
                1L,
                "findings",
                List.of(
                    Map.of(
                        "file",
                        "init.d/web",
                        "line",
                        3L,
                        "level",
                        "error",
                        "text",
                        "unknown variable 'comand'; did you mean 'command'?"),
                    Map.of(
                        "file",
                        "init.d/web",
                        "line",
                        4L,
                        "level",
                        "warning",
                        "text",
                        "there is no service 'db'"))));
  }

  @Test
  void theRigIsNamedByAWordOrByRoot() {
    rig.script("web");
    String root = rig.root().toString();
    Result good = new Result(0, "1 script: no errors, no warnings\n", "");
    assertThat(Command.run(Command.bin("linitctl"), "check", root + "/.")).isEqualTo(good);
    assertThat(Command.run(Command.bin("linitctl"), "--root", root, "check")).isEqualTo(good);
    assertRefused("name the rig once: usage: linitctl check [RIG]", "--root", root, "check", root);
    assertRefused("usage: linitctl check [RIG]", "check", root, root);
    assertRefused("there is no folder " + root + "/no; name a rig", "check", root + "/no");
    assertRefused("the rig " + root + "/rc.d has no init.d", "check", root + "/rc.d");
  }

  private static void assertRefused(String why, String... words) {
    List<String> command = new ArrayList<>(List.of(Command.bin("linitctl")));
    command.addAll(List.of(words));
    assertThat(Command.run(Map.of(), command))
        .isEqualTo(new Result(2, "", "linitctl: " + why + "\n"));
  }

  /** Every mistake in a value: the check says beforehand what the start says. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "comand=sleep",
        "restart=sometimes",
        "restart_delay=soon",
        "restart_delay_max=-1",
        "restart_limit=5",
        "restart_dependents=maybe",
        "on_dep_failure=ignore",
        "stop_signal=TREM",
        "stop_schedule=TERM/soon/KILL/5",
        "start_timeout='2 days'",
        "stop_timeout=x",
        "ready=tcp:localhost",
        "ready='fd:9'",
        "nice=20",
        "nice=high",
        "umask=9",
        "limits='core=0 nofil=5'",
        "limits=nofile",
      })
  void itSaysWhatTheStartWouldSay(String line) {
    rig.script("web", "command=sleep", "command_args=1000", line);
    String found = check(rig.root()).out().lines().findFirst().orElseThrow();
    assertThat(found).startsWith("init.d/web:4: ");
    try (Daemon linitd = rig.boot()) {
      Result start = linitd.ctl("start", "web");
      assertThat(start.code()).isNotZero();
      assertThat(start.err()).endsWith(rig.root() + "/" + found + "\n");
    }
  }

  /** Rigs that are good. */
  static Stream<Path> good() throws IOException {
    Path source = Command.source();
    List<Path> rigs = new ArrayList<>();
    rigs.add(Command.home().resolve("etc"));
    for (String folder : List.of("etc", "examples", "src/test/cases")) {
      try (Stream<Path> below = Files.walk(source.resolve(folder))) {
        below.filter(it -> it.endsWith("init.d")).map(Path::getParent).forEach(rigs::add);
      }
    }
    rigs.removeIf(it -> it.endsWith("cycle"));
    assertThat(rigs).hasSizeGreaterThan(8);
    return rigs.stream();
  }

  @ParameterizedTest
  @MethodSource("good")
  void aGoodRigHasNoFindings(Path root) {
    assertThat(check(root).out()).matches("\\d+ scripts?: no errors, no warnings\n");
  }

  @Test
  void aCircleOnPurposeIsFound() {
    assertThat(check(Command.source().resolve("src/test/cases/cycle")).out())
        .startsWith("init.d/a:2: would deadlock: a → b → c → a\n");
  }

  @Test
  void debiansScriptsHaveNoFindings() throws IOException {
    for (String name : List.of("redis-server", "nginx", "cron", "postgresql", "ssh", "rsync")) {
      Path script = Path.of("/etc/init.d", name);
      assumeTrue(
          Files.isExecutable(script),
          "needs Debian's package with " + script + "; scripts/test installs it");
      Files.copy(script, rig.path("init.d/" + name), StandardCopyOption.COPY_ATTRIBUTES);
      rig.enable(name);
    }
    assertFound(0, "6 scripts: no errors, no warnings");
  }

  /** What the documents show as wrong is found, and nothing else of them. */
  @Test
  void ofTheDocumentsOnlyWhatIsShownAsWrongIsFound() {
    Set<String> names = new HashSet<>();
    for (String document : List.of("SERVICE-SCRIPTS.md", "EXISTING-SCRIPTS.md", "READINESS.md")) {
      for (Markdown.Block block : Markdown.blocks(document)) {
        if (block.info().startsWith("sh init.d/")) {
          String name = block.info().substring("sh init.d/".length());
          names.add(name);
          plain(name, block.text());
        }
      }
    }
    assertThat(check(rig.root()).out().lines().map(line -> line.replaceFirst(": .*", "")))
        .containsExactly(
            "init.d/egg:2",
            "init.d/impatient:4",
            "init.d/misspelt:2",
            "init.d/till:4",
            names.size() + " scripts");
  }
}
