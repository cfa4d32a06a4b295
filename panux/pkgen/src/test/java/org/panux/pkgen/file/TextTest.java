package org.panux.pkgen.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Where the parts of a script stand in the file. */
class TextTest {
  @Test
  void everyCharacterOfABlockAndOfALineHasItsPlace() throws Exception {
    String yaml =
        """
        packages: {a: }
        version: 1
        script:
        - first Q
        - "second Q"
        - |

            third
              Q
        - >-
          folded
          Q
        - |2
            own Q
        -    |
          last
          Q
        """;
    PackageFile file = PackageReader.read(Path.of("a"), yaml.getBytes(StandardCharsets.UTF_8));
    String script = Text.joined(file.script());
    List<String> lines = yaml.lines().toList();
    int count = 0;
    for (int at = script.indexOf('Q'); at >= 0; at = script.indexOf('Q', at + 1)) {
      Text.Place place = Text.place(file.script(), at);
      count++;
      if (count == 4) {
        // What is folded has lost its lines.
        assertThat(place.line()).isEqualTo(10);
        continue;
      }
      assertThat(lines.get(place.line() - 1).charAt(place.column() - 1))
          .as(place.toString())
          .isEqualTo('Q');
    }
    assertThat(count).isEqualTo(6);
    assertThat(Text.place(List.of(), 0)).isEqualTo(new Text.Place(1, 1));
  }
}
