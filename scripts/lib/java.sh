# shellcheck shell=sh
# Runs linit's Java programs. Sourced by the launchers.

# The folders of this installation: linit_lib where it is known, otherwise from self, the launcher's
# own path without links.
if [ -n "${linit_lib-}" ]; then
  linit_commands=${linit_lib%/lib/linit}/bin
else
  # shellcheck disable=SC2154 # each launcher sets it
  case $self in
    /*) linit_commands=${self%/*} ;;
    *) linit_commands=$(cd -P -- "${self%/*}" && pwd -P) ;;
  esac
  linit_lib=${linit_commands%/*}/lib/linit
fi

# linit_find_java: sets java and java_major; of LINIT_JAVA, JAVA_HOME, the JVM that the class-data
# archive was made with, and java on the PATH, the first that is there.
linit_find_java() {
  java_known=
  java_major=
  [ ! -r "$linit_lib/java/jvm" ] || read -r java_known java_major <"$linit_lib/java/jvm" || :
  if [ -n "${LINIT_JAVA-}" ]; then
    java=$LINIT_JAVA
  elif [ -n "${JAVA_HOME-}" ] && [ -x "$JAVA_HOME/bin/java" ]; then
    java=$JAVA_HOME/bin/java
  elif [ -x "$java_known" ]; then
    java=$java_known
  else
    java=$(command -v java) || {
      echo "${0##*/}: there is no java; install a Java runtime of version 17 or newer, or set JAVA_HOME" >&2
      exit 1
    }
  fi
  [ "$java" = "$java_known" ] || linit_java_major
}

# linit_java_major: the first number of java's version, from the file that lies beside it.
linit_java_major() {
  java_file=$(readlink -f "$java") || java_file=$java
  java_major=17
  [ -r "${java_file%/bin/java}/release" ] || return 0
  while IFS='="' read -r java_key _ java_value _; do
    [ "$java_key" = JAVA_VERSION ] && java_major=${java_value%%.*}
  done <"${java_file%/bin/java}/release"
  return 0
}

# linit_run ARCHIVE WORD…: becomes java with these words and the flags of every program. Start-up and
# memory matter more here than peak speed: one compiler, the serial collector, and a class-data
# archive, which the JVM passes over without a word where it does not fit the JVM or the jars. The
# provider of sockets is the one that Linux has anyway; where it is named, the JVM does not look
# through all jars for others. With linit_before, a command that runs java as its last words.
linit_run() {
  linit_archive=$linit_lib/java/$1.jsa
  shift
  linit_find_java
  if [ "$java_major" -ge 24 ]; then
    # Akka and the JDK's own warnings about it.
    set -- --sun-misc-unsafe-memory-access=allow "$@"
  fi
  if [ "$java_major" -le 21 ]; then
    # The cheapest way to start a process; later JDKs warn about it and lose it.
    set -- -Djdk.lang.Process.launchMechanism=VFORK "$@"
  fi
  # In the locale C, which cron and containers have, a JVM cannot name files with other letters. What
  # linitd starts gets the locale as it was.
  case ${LC_ALL:-${LC_CTYPE:-${LANG-}}} in
    '' | C | POSIX)
      set -- -Dlinit.locale="${LC_ALL-}" "$@"
      export LC_ALL=C.UTF-8
      ;;
  esac
  # shellcheck disable=SC2086 # a word, or none
  exec ${linit_before-} "$java" -XX:SharedArchiveFile="$linit_archive" -Xshare:auto -Xlog:disable \
    -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:-UsePerfData -XX:+IgnoreUnrecognizedVMOptions \
    -Djava.nio.channels.spi.SelectorProvider=sun.nio.ch.EPollSelectorProvider \
    -Dlinit.library="$linit_lib" -Dlinit.commands="$linit_commands" "$@"
}
