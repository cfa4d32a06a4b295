package org.panux.linit.gateway;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Who may ask what: root and linitd's own user everything, the members of one group what the
 * settings say, and nobody else anything. The mode of the socket keeps most others away; this is
 * what holds where that was changed, or where the socket was carried somewhere else.
 *
 * @param owner linitd's own user
 * @param group whose members may ask, too; empty for none
 * @param members what these may
 */
public record Access(long owner, OptionalLong group, Right members) {
  private static final long ROOT = 0;

  /** What a peer may. */
  public enum Right {
    EVERYTHING,
    QUERIES,
    NOTHING
  }

  /** Only root and the user that this process runs as. */
  static Access ofOwner() throws IOException {
    long uid = (int) Files.getAttribute(Path.of("/proc/self"), "unix:uid") & 0xffffffffL;
    return new Access(uid, OptionalLong.empty(), Right.NOTHING);
  }

  Access with(long gid, Right right) {
    return new Access(owner, OptionalLong.of(gid), right);
  }

  /** What {@code peer} may, where its ids say that; for the rest its groups have to be read. */
  Optional<Right> of(PeerCredentials peer) {
    if (peer.uid() == ROOT || peer.uid() == owner) {
      return Optional.of(Right.EVERYTHING);
    }
    if (group.isEmpty()) {
      return Optional.of(Right.NOTHING);
    }
    return peer.gid() == group.getAsLong() ? Optional.of(members) : Optional.empty();
  }

  /** The same by its other groups. Reads {@code /proc}. */
  Right look(PeerCredentials peer) {
    Path status = Path.of("/proc", Long.toString(peer.pid()), "status");
    try {
      boolean same = false;
      boolean member = false;
      for (String line : Files.readAllLines(status, StandardCharsets.ISO_8859_1)) {
        String[] words = line.split("\\s+");
        // Whoever has its pid by now may be another user.
        same |= words[0].equals("Uid:") && words[2].equals(Long.toString(peer.uid()));
        for (int i = 1; words[0].equals("Groups:") && i < words.length; i++) {
          member |= words[i].equals(Long.toString(group.orElse(-1)));
        }
      }
      return same && member ? members : Right.NOTHING;
    } catch (IOException e) {
      return Right.NOTHING;
    }
  }
}
