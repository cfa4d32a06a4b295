# shellcheck shell=sh
# How a script speaks with linitd. On its channel, descriptor 9, each request gets one line: "ok",
# or "failed CODE WHY". It costs a write and a read, no fork and no exec.

# dep NAME…: starts these in parallel and returns 0 when all of them run. Otherwise says why and
# returns 150 (refused, it would deadlock), 151 (a dependency failed), 2 (bad name), 7 (no linitd).
dep() { linit_need dep "$@"; }

# want NAME…: starts these, waits until each runs or has failed, and returns 0.
want() { linit_need want "$@"; }

# after NAME…: where these are being started anyway, waits until each runs or has failed, and returns
# 0. It starts none; and it is given up, with a line that says so, where it would close a circle.
after() {
  [ $# -gt 0 ] || return 0
  if linit_on_channel; then
    linit_ask after "$@" || {
      linit_code=$?
      [ "$linit_code" -eq 150 ] || return "$linit_code"
    }
  elif [ -n "${LINIT_MAIN-}" ]; then
    echo "${this-linit}: 'after' works in the script's own shell alone, this one waits for nothing" >&2
  fi
}

linit_need() {
  [ $# -gt 1 ] || return 0
  if linit_on_channel; then
    linit_ask "$@"
  elif [ "$1" = want ]; then
    shift
    command linitctl start -- "$@" || :
  else
    shift
    command linitctl start -- "$@"
  fi
}

# linit_ask VERB NAME…: one request on the channel, and its answer.
linit_ask() {
  # What would fall apart on the way: there, a space is between names and a line break ends them.
  for linit_line; do
    case $linit_line in
      '') linit_line="a service name must not be empty" ;;
      *' '* | *'
'*) linit_line="bad service name: it has a space or a line break" ;;
      *) continue ;;
    esac
    echo "${this-linit}: $linit_line" >&2
    return 2
  done
  linit_request=$1
  shift
  for linit_line; do
    linit_request="$linit_request $linit_line"
  done
  linit_say "$linit_request"
  linit_answer
}

# linit_say LINE: sends one request, in one write. Where a shell runs one script after another, it
# begins with what shows whose it is.
linit_say() { printf '%s\n' "${linit_seal-}$1" >&9; }

# Whether this shell may use the channel: a subshell may not, since it and the script could read
# each other's answers. It takes the slower way through linitctl, where linitd sees who asks.
linit_on_channel() {
  [ -n "${LINIT_MAIN-}" ] || return 1
  # shellcheck disable=SC3013 # not in POSIX, but in each of our shells
  [ ! -e /proc/self ] || [ /proc/self -ef "/proc/$LINIT_MAIN" ]
}

# Reads the answer to one request, says what is wrong, and returns what it means.
linit_answer() {
  linit_reply && return 0
  linit_code=$?
  printf '%s: %s\n' "${this-linit}" "$linit_line" >&2
  return "$linit_code"
}

# Reads the answer to one request, and returns what it means, with the reason in linit_line.
linit_reply() {
  IFS= read -r linit_line <&9 || {
    linit_line="linitd has gone"
    return 7
  }
  case $linit_line in
    ok) return 0 ;;
    'ok '*)
      linit_line=${linit_line#ok }
      return 0
      ;;
    "failed "*)
      linit_line=${linit_line#failed }
      linit_code=${linit_line%% *}
      linit_line=${linit_line#* }
      return "$linit_code"
      ;;
  esac
  linit_line="linitd answered $linit_line"
  return 1
}

# linitctl VERB …: as the command; start, stop and state go over the channel where there is one.
linitctl() {
  if linit_on_channel; then
    case $#:${1-} in
      *:start)
        shift
        linit_need dep "$@"
        return
        ;;
      2:stop | 3:state)
        linit_ask "$@"
        return
        ;;
    esac
  fi
  command linitctl "$@"
}
