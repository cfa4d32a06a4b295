package org.panux.pkgen.file;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.panux.pkgen.template.Fields;

/**
 * What a package file says.
 *
 * @param path as the person named it
 * @param packages what it makes: names, and what each of them depends on
 * @param version as it is written there
 * @param build 1 where the file says nothing
 * @param arch what it can be built for; empty for everything
 * @param sources URLs, each of them a template
 * @param script lines and blocks, which together are one template
 * @param builder what it is built in, or {@code default}
 * @param oneShell whether one shell runs the whole script, and not each line one of its own
 * @param data whatever templates want
 */
public record PackageFile(
    Path path,
    SortedMap<String, List<Text>> packages,
    String version,
    long build,
    List<String> arch,
    List<Text> sources,
    List<Text> script,
    List<Text> buildDependencies,
    String builder,
    boolean oneShell,
    boolean cross,
    boolean noBootstrap,
    Map<Object, Object> data) {

  /** What the template's dot is. */
  public Fields fields() {
    Map<Object, Object> named = new LinkedHashMap<>();
    packages.forEach(
        (name, dependencies) ->
            named.put(name, fields("a package", Map.of("Dependencies", values(dependencies)))));
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("Packages", named);
    all.put("Arch", new ArrayList<Object>(arch));
    all.put("Version", version);
    all.put("Build", build);
    all.put("Sources", values(sources));
    all.put("Script", values(script));
    all.put("BuildDependencies", values(buildDependencies));
    all.put("Builder", builder);
    all.put("Cross", cross);
    all.put("Data", data);
    return fields("the package file", all);
  }

  /** Which file a name in a message or a folder's name comes from: its first package. */
  public String name() {
    return packages.firstKey();
  }

  /** The name of the archive that a package becomes. */
  public String archive(String name) {
    return name + "-" + version + "-" + build + ".tar.gz";
  }

  private static Fields fields(String type, Map<String, Object> values) {
    return new Fields(type, values);
  }

  private static List<Object> values(List<Text> texts) {
    return new ArrayList<>(texts.stream().map(Text::value).toList());
  }
}
