package org.panux.linit.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the tabulator gives behind {@code linitctl}, in real shells. */
class CompletionTest {
  private static final Path SHARE = Command.home().resolve("share");

  private static TestRig rig;
  private static Daemon linitd;

  /** A shell, and a script that prints what it offers; the words are its arguments. */
  private enum Completer {
    /** Calls what {@code complete} has been told, as bash does. */
    BASH(
        "bash",
        "bash-completion/completions/linitctl",
        """
        source "$1"; shift
        COMP_WORDBREAKS=$' \\t\\n"\\'><=;|&(:'
        COMP_WORDS=(linitctl)
        for word; do
          case $word in
            --*=*) COMP_WORDS+=("${word%%=*}" = "${word#*=}") ;;
            *) COMP_WORDS+=("$word") ;;
          esac
        done
        COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
        COMP_LINE="${COMP_WORDS[*]}" COMP_POINT=${#COMP_LINE}
        [[ $(complete -p linitctl) =~ -F\\ ([^ ]+) ]] || exit 9
        "${BASH_REMATCH[1]}" linitctl "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD-1]}"
        ((${#COMPREPLY[@]} == 0)) || printf '%s\\n' "${COMPREPLY[@]}"
        """),
    FISH(
        "fish",
        "fish/vendor_completions.d/linitctl.fish",
        """
        source $argv[1]
        complete -C (string join ' ' -- linitctl (string escape -- $argv[2..-2]) $argv[-1])
        """),
    /** Types into an interactive zsh, whose {@code compadd} writes down what it is given. */
    ZSH(
        "zsh",
        "zsh/site-functions/_linitctl",
        """
        zmodload zsh/zpty
        export OUT=$(mktemp) FOLDER=${1:h} COLUMNS=200
        shift
        cat >$OUT.setup <<'SETUP'
          PROMPT= RPROMPT= fpath=($FOLDER $fpath)
          autoload -Uz compinit
          compinit -u -D
          compadd() {
            local -a hits; local word; local -i passed=0
            for word; do [[ $word = (-|--) ]] && break; [[ $word = -[OAD] ]] && passed=1; done
            if ((!passed)); then builtin compadd -A hits "$@"; print -l -- $hits >>$OUT; fi
            builtin compadd "$@"
          }
          comppostfuncs=(exit)
          bindkey "^I" complete-word
          print READY
        SETUP
        zpty z zsh -f -i
        zpty -w z '. $OUT.setup'
        zpty -r z line '*READY*'
        zpty -w -n z "linitctl ${(j: :)${(@q)argv[1,-2]}} $argv[-1]"$'\\t'
        while zpty -r z line; do :; done
        cat $OUT
        rm $OUT $OUT.setup
        """);

    private final String shell;
    private final String file;
    private final String script;

    Completer(String shell, String file, String script) {
      this.shell = shell;
      this.file = file;
      this.script = script;
    }

    /** What it offers for the last of {@code words}. */
    TreeSet<String> offer(Map<String, String> environment, Path folder, String... words) {
      boolean there = Command.run("/bin/sh", "-c", "command -v " + shell).code() == 0;
      assumeTrue(there, shell + " is missing; scripts/test installs it");
      try {
        Path file = Files.writeString(rig.path("complete." + shell), script);
        List<String> command = new ArrayList<>();
        command.addAll(List.of("env", "-C", folder.toString(), shell));
        command.addAll(List.of(file.toString(), SHARE.resolve(this.file).toString()));
        command.addAll(List.of(words));
        Map<String, String> all = new java.util.HashMap<>(environment);
        all.put("PATH", Command.bin("") + File.pathSeparator + System.getenv("PATH"));
        all.put("HOME", rig.root().toString());
        all.put("TERM", "dumb");
        Result result = Command.run(all, command);
        assertThat(result.code()).as(result.text()).isZero();
        TreeSet<String> offered = new TreeSet<>();
        result.out().lines().map(line -> line.replaceFirst("\t.*", "")).forEach(offered::add);
        offered.remove("");
        return offered;
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }

    void assertOffers(List<String> expected, String... words) {
      assertThat(offer(linitd.environment(), rig.root(), words))
          .as(String.join(" ", words))
          .containsExactlyElementsOf(expected);
    }
  }

  @BeforeAll
  static void boot() {
    rig =
        TestRig.create()
            .script("web")
            .script("web-2")
            .script("db")
            .file("init.d/README~", "", "rw-r--r--");
    linitd = rig.boot();
  }

  @AfterAll
  static void stop() {
    try {
      linitd.close();
    } finally {
      rig.close();
    }
  }

  @ParameterizedTest
  @EnumSource
  void verbsAreOffered(Completer shell) {
    shell.assertOffers(List.of("start", "state", "status", "stop"), "st");
    shell.assertOffers(List.of("restart"), "--json", "rest");
    shell.assertOffers(List.of("version"), "help", "start", "v");
    assertThat(shell.offer(linitd.environment(), rig.root(), "")).contains("check", "list");
  }

  @ParameterizedTest
  @EnumSource
  void optionsAreThoseOfTheVerb(Completer shell) {
    shell.assertOffers(List.of("--dry-run"), "stop", "--d");
    shell.assertOffers(List.of("--watch"), "start", "web", "--w");
    shell.assertOffers(List.of(), "list", "--w");
    shell.assertOffers(List.of("--json"), "--j");
    shell.assertOffers(List.of("TERM"), "kill", "--signal", "TE");
    shell.assertOffers(List.of(), "logs", "-n", "");
  }

  @ParameterizedTest
  @EnumSource
  void servicesAreOfferedAsTheLiveDaemonKnowsThem(Completer shell) {
    shell.assertOffers(List.of("boot", "db", "web", "web-2"), "start", "");
    shell.assertOffers(List.of("web", "web-2"), "stop", "db", "we");
    shell.assertOffers(List.of("boot", "db", "web", "web-2"), "graph", "");
    shell.assertOffers(List.of(), "graph", "web", "");
    shell.assertOffers(List.of("failed", "running", "stopped"), "state", "web", "");
    shell.assertOffers(List.of(), "list", "");
  }

  @ParameterizedTest
  @EnumSource
  void withoutADaemonTheyAreTheFilesOfTheRig(Completer shell) {
    try (TestRig other = TestRig.create().script("one").script("two")) {
      other.file("init.d/bad~", "", "rw-r--r--").file("init.d/folder/x", "", "rw-r--r--");
      Map<String, String> none = Map.of("LINITSOCK", other.socket().toString());
      String root = other.root().toString();
      Map<String, String> empty = Map.of();
      assertThat(shell.offer(none, rig.root(), "start", "")).containsExactly("one", "two");
      assertThat(shell.offer(empty, rig.root(), "--root", root, "start", ""))
          .containsExactly("one", "two");
      assertThat(shell.offer(empty, rig.root(), "--root=" + root, "start", "t"))
          .containsExactly("two");
      assertThat(shell.offer(empty, rig.root(), "-p", root + "/run/linit.sock", "start", "o"))
          .containsExactly("one");
    }
  }

  @ParameterizedTest
  @EnumSource
  void pathsAreOfferedWhereOneIsMeant(Completer shell) {
    for (String[] words :
        List.of(
            new String[] {"check", "init"},
            new String[] {"--root", "init"},
            new String[] {"--root=init"})) {
      assertThat(shell.offer(linitd.environment(), rig.root(), words))
          .as(String.join(" ", words))
          .hasSize(1)
          .first()
          .asString()
          .contains("init.d");
    }
    assertThat(shell.offer(linitd.environment(), rig.root(), "-p", "run/linit.s"))
        .hasSize(1)
        .first()
        .asString()
        .contains("linit.sock");
  }

  @Test
  void whatIsTypedIsNeverRun() {
    for (Completer shell : Completer.values()) {
      assertThat(
              shell.offer(
                  linitd.environment(), rig.root(), "--root", "$(touch touched)", "start", ""))
          .isEmpty();
      assertThat(shell.offer(linitd.environment(), rig.root(), "start", "`touch touched`", ""))
          .isNotEmpty();
      assertThat(rig.path("touched")).doesNotExist();
    }
  }
}
