package org.panux.pkgen.source;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The makefile that fetches sources on the host, as many at once as make is told. What is in the
 * cache is not fetched again, whoever fetched it; what was fetched in part is gone on with.
 */
public final class SourcesMakefile {
  private static final String TOOLS =
      """
      # One at a time fetches a source; who has waited finds it there.
      begin = @fail() { echo "pkgen: $(name): $$*" >&2; exit 1; }; \\
      mkdir -p $(@D) && exec 9>$@.lock && flock 9 && { [ ! -e $@ ] || exit 0; } && echo "fetching $(name)"
      end = mv $@.part $@ && rm -f $@.lock && echo "fetched $(name), $$(($$(wc -c <$@) / 1024)) KiB"
      curl = curl -fsSL --retry 2 --connect-timeout 30 -o $@.part
      # What is there in part is gone on with; where the server cannot, all of it is fetched again.
      define web
      $(begin) && { [ ! -s $@.part ] || $(curl) -C - -- '$(url)' 2>$@.said || rm -f $@.part; } && \\
      { [ -s $@.part ] || { : >$@.part && $(curl) -- '$(url)' 2>$@.said; } || \\
      fail "cannot be fetched from $(url): $$(tail -n 1 $@.said)"; } && rm -f $@.said && \\
      { [ -z '$(sha256)' ] || { sum=$$(sha256sum <$@.part) && [ "$$sum" = '$(sha256)  -' ]; } || \\
      { rm -f $@.part; fail "its SHA-256 is $${sum%% *} and should be $(sha256); what came is thrown away"; }; } && $(end)
      endef
      define git
      $(begin) && rm -rf $@.git $@.part && { git clone -q --bare -- '$(url)' $@.git 2>$@.said || \\
      fail "cannot be fetched from $(url): $$(tail -n 1 $@.said)"; } && \\
      { git --git-dir=$@.git archive --format=tar --prefix=$(name)/ -o $@.part '$(checkout)' 2>$@.said || \\
      fail "there is no '$(checkout)' in $(url)"; } && rm -rf $@.git $@.said && $(end)
      endef
      """;

  private final StringBuilder text = new StringBuilder();

  private SourcesMakefile() {}

  /**
   * The makefile that fetches into a cache, and puts what a package is made of into {@code
   * src.tar}.
   */
  public static String of(List<Source> sources, Path cache) {
    SourcesMakefile makefile = new SourcesMakefile();
    makefile.write(sources, cache);
    return makefile.text.toString();
  }

  private void write(List<Source> sources, Path cache) {
    Map<String, Source> fetched = new LinkedHashMap<>();
    sources.stream()
        .filter(source -> source.kind() != Source.Kind.FILE)
        .forEach(source -> fetched.putIfAbsent(source.key(), source));
    line("# Made by pkgen; needs curl, git for git://, flock and sha256sum.");
    line("CACHE ?= " + escaped(cache.toString()));
    line("SHELL := /bin/sh");
    text.append(TOOLS);
    line(".PHONY: all fetch");
    line("all: src.tar");
    line(
        "fetch:"
            + String.join("", fetched.keySet().stream().map(key -> " $(CACHE)/" + key).toList()));
    fetched.forEach(this::rule);
    line("src.tar: fetch");
    recipe("@rm -rf $@.d $@.part && mkdir $@.d");
    sources.forEach(this::put);
    recipe(
        "@tar --sort=name --owner=0 --group=0 --numeric-owner --mtime=@0 --format=gnu "
            + "-C $@.d -cf $@.part . && rm -rf $@.d && mv $@.part $@");
  }

  private void rule(String key, Source source) {
    String target = "$(CACHE)/" + key;
    line(target + ": name := " + escaped(source.name()));
    line(target + ": url := " + escaped(source.location()));
    line(target + ": sha256 := " + source.sha256().orElse(""));
    line(target + ": checkout := " + source.checkout());
    line(target + ":");
    recipe(source.kind() == Source.Kind.GIT ? "$(git)" : "$(web)");
  }

  private void put(Source source) {
    String name = escaped(source.name());
    switch (source.kind()) {
      case FILE -> {
        String path = escaped(source.location()).replace("'", "'\\''");
        recipe(
            "@test -f '"
                + path
                + "' || { echo 'pkgen: "
                + name
                + ": there is no file "
                + path
                + "' >&2; exit 1; }; cp '"
                + path
                + "' $@.d/"
                + name);
      }
      case GIT -> recipe("@tar -xf $(CACHE)/" + source.key() + " -C $@.d");
      default -> recipe("@cp $(CACHE)/" + source.key() + " $@.d/" + name);
    }
  }

  private static String escaped(String word) {
    return word.replace("$", "$$").replace("#", "\\#");
  }

  private void recipe(String line) {
    line("\t" + line);
  }

  private void line(String line) {
    text.append(line).append('\n');
  }
}
