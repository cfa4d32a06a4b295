# shellcheck shell=sh
# What lpkg says: results to standard output; errors, notes and progress to standard error.

: "${state?}"

newline="
"
said=

# fail CODE WORD…: ends lpkg with one line and this exit code; help.txt lists the codes.
fail() {
  fail_code=$1
  shift
  note "$@"
  exit "$fail_code"
}

note() {
  progress_end
  echo "lpkg: $*" >&2
}

# progress WORD…: what is being done, on one line that the next one replaces; only a terminal sees it.
progress() {
  [ -t 2 ] || return 0
  printf '\r\033[Klpkg: %s' "$*" >&2
  progressing=yes
}

progress_end() {
  [ -n "${progressing-}" ] || return 0
  printf '\r\033[K' >&2
  progressing=
}

# full FOLDER: whether its file system has no room left, which is why something failed there.
full() {
  # shellcheck disable=SC2046 # words: seven of the head, then the device, its size, what is used and free
  set -- $(df -P -k "$1" 2>/dev/null)
  [ "${11:-64}" -lt 64 ] 2>/dev/null
}

# broke WHAT…: ends lpkg because the root could not be written to, and says so where the disk is full.
# What a program said of that is in $said: a full disk would not take it.
broke() {
  case ${said:=} in *"No space left"*) room=none ;; *) room= ;; esac
  said=${said##*"$newline"}
  if [ -n "$room" ] || full "$state"; then fail 7 "the disk is full: $*${said:+: $said}; nothing is changed"; fi
  fail 1 "$*${said:+: $said}; nothing is changed"
}
