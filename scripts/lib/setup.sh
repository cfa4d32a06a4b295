# shellcheck shell=sh
# What the commands for developers need before they can begin: the tools, and a build that is as
# new as the sources. Sourced by them, with linit_source the folder of the sources.
: "${linit_source:?}"

# linit_setup COMMAND[:PACKAGE]…: makes sure of a JDK, Maven and these commands. As root on Debian
# it installs what is missing, elsewhere it says in one line what to install.
linit_setup() {
  missing=
  linit_find_jdk || missing=" openjdk-17-jdk-headless"
  command -v mvn >/dev/null || missing="$missing maven"
  for tool in "$@"; do
    # Of kill every shell has one of its own; the command is meant.
    [ -x "$(linit_which "${tool%%:*}")" ] || case " $missing " in
      *" ${tool##*:} "*) ;;
      *) missing="$missing ${tool##*:}" ;;
    esac
  done
  [ -n "$missing" ] || return 0
  if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
    echo "${0##*/}: missing:$(linit_words "$missing"); install it (Debian, as root: apt-get install$missing) and try again" >&2
    exit 1
  fi
  linit_install "$missing"
  linit_find_jdk || {
    echo "${0##*/}: there is still no JDK of version 17 or newer; install one, or set JAVA_HOME" >&2
    exit 1
  }
}

# The file that the command $1 is, looked for on the PATH.
linit_which() {
  (
    IFS=:
    for folder in $PATH /usr/sbin /sbin; do
      if [ -x "$folder/$1" ]; then
        echo "$folder/$1"
        break
      fi
    done
  )
}

# What is missing, as people call it.
linit_words() {
  echo "$1" | sed 's/openjdk-17-jdk-headless/a JDK of version 17 or newer,/; s/,$//'
}

# linit_find_jdk: sets JAVA_HOME to a JDK of version 17 or newer, of JAVA_HOME, javac on the PATH
# and /usr/lib/jvm the first that is one.
linit_find_jdk() {
  compiler=$(linit_which javac)
  [ -z "$compiler" ] || compiler=$(readlink -f "$compiler")
  for jdk in "${JAVA_HOME-}" "${compiler%/bin/javac}" /usr/lib/jvm/*; do
    if [ -x "$jdk/bin/javac" ] && [ -r "$jdk/release" ]; then
      version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$jdk/release")
      if [ "${version:-0}" -ge 17 ]; then
        export JAVA_HOME="$jdk"
        return 0
      fi
    fi
  done
  return 1
}

# linit_install PACKAGES: by apt-get, whose own words are shown only where it fails. Where
# linit_policy names the file that Debian's packages ask before they start a server, none is started.
linit_install() {
  echo "installing with apt-get:$1 (takes a minute or two)"
  log=$(mktemp)
  # shellcheck disable=SC2086 # several packages
  if ! (
    export DEBIAN_FRONTEND=noninteractive
    if [ -n "${linit_policy-}" ] && [ ! -e "$linit_policy" ]; then
      trap 'rm -f "$linit_policy"' EXIT
      trap 'exit 130' INT TERM HUP
      printf '#!/bin/sh\nexit 101\n' >"$linit_policy"
      chmod 755 "$linit_policy"
    fi
    apt-get update -q && apt-get install -q -y --no-install-recommends $1
  ) >"$log" 2>&1 </dev/null; then
    tail -n 20 "$log" >&2
    rm -f "$log"
    echo "${0##*/}: apt-get could not install:$1" >&2
    exit 1
  fi
  rm -f "$log"
}

# linit_ready COMMAND[:PACKAGE]…: sets linit_home to an installation that is as new as the sources,
# or to LINIT_HOME where that is set.
linit_ready() {
  if [ -n "${LINIT_HOME-}" ]; then
    linit_home=$LINIT_HOME
  else
    linit_setup "$@"
    linit_build
  fi
}

# linit_build: sets linit_home to the folder that the build assembles, and builds it where it is
# missing or older than the sources.
linit_build() {
  version=$(sed -n 's/^  <version>\(.*\)<\/version>/\1/p' "$linit_source/pom.xml")
  linit_home=$linit_source/supervisor/target/linit-$version/linit-$version
  # The class-data archives are the last that a build makes.
  built=$linit_home/lib/linit/java/linitctl.jsa
  if [ -e "$built" ] && [ -z "$(find "$linit_source/pom.xml" "$linit_source/protocol/pom.xml" \
    "$linit_source/protocol/src/main" "$linit_source/supervisor/pom.xml" "$linit_source/supervisor/src/main" \
    "$linit_source/supervisor/src/assembly" "$linit_source/scripts" "$linit_source/etc" \
    -newer "$built" -type f ! -path '*/demo*' | head -n 1)" ]; then
    return 0
  fi
  echo "building linit with Maven and $JAVA_HOME"
  (
    cd "$linit_source" || exit
    linit_maven brief package -DskipTests -Dspotless.check.skip=true \
      -pl protocol,supervisor
  )
}

# linit_verify TESTS WORD…: runs these tests alone; what linit_build has made is not made again.
linit_verify() {
  tests=$1
  shift
  linit_maven all verify -Dtest="$tests" -Dsurefire.failIfNoSpecifiedTests=false -Dspotless.check.skip=true \
    -Dassembly.skipAssembly=true -Dexec.skip=true "$@"
}

# linit_maven brief|all WORD…: runs Maven. What it downloads is only counted; brief also passes over
# all but the modules that it builds and, where it fails, the errors.
linit_maven() {
  (
    shown=$1
    shift
    count=0
    status=1
    {
      mvn -B -Dstyle.color=never "$@" 2>&1 && echo "linit-maven-status 0" ||
        echo "linit-maven-status $?"
    } </dev/null |
      {
        while IFS= read -r line; do
          case $line in
            *"Downloading from "* | "Progress "*) ;;
            *"Downloaded from "*)
              count=$((count + 1))
              [ "$((count % 200))" -ne 0 ] || echo "  $count files downloaded"
              ;;
            *"linit-maven-status "*) status=${line##* } ;;
            "[INFO] Building linit "*) echo "  ${line#\[INFO\] }" | sed 's/  *\[/ [/' ;;
            *)
              if [ "$shown" = all ]; then
                printf '%s\n' "$line"
              else
                case $line in "[ERROR]"*) printf '%s\n' "$line" >&2 ;; esac
              fi
              ;;
          esac
        done
        exit "$status"
      }
  )
}
