# shellcheck shell=sh
# How a start script hands its service over to linitd: settings in variables or options, and the
# long-running process. Read only by scripts that have any of it; see docs/SERVICE-SCRIPTS.md.
# shellcheck disable=SC2154 # the settings are variables of rc.sh

# What linitd itself must know; the rest is carried out here.
linit_settings="ready restart restart_delay restart_delay_max restart_limit restart_dependents
on_dep_failure start_timeout stop_timeout stop_signal stop_schedule description"
linit_own="command_user command_group directory umask env_file limits nice"

# linit_fail CODE WHAT WHY: says where in the script WHAT is wrong, and returns CODE.
linit_fail() {
  linit_at="^[^#]*--$(echo "$2" | tr _ -)"
  [ "$2" != supervise ] || linit_at='^[^#]*supervise'
  linit_at=$(grep -n -m 1 -e "^$2=" -e "^[^#]*[[:space:];]$2=" -e "$linit_at" -- "$LINIT_SCRIPT") || :
  linit_at=${linit_at%%:*}
  echo "$LINIT_SCRIPT${linit_at:+:$linit_at}: $3" >&2
  return "$1"
}

# linit_tell_settings: tells linitd all settings that are not empty.
linit_tell_settings() {
  linit_on_channel || return 0
  for linit_key in $linit_settings; do
    eval "linit_value=\$$linit_key"
    [ -z "$linit_value" ] || linit_set "$linit_key" "$linit_value" || return
  done
}

linit_set() {
  case $2 in
    *'
'*)
      linit_fail 2 "$1" "$1: a setting must not have a line break"
      return
      ;;
  esac
  linit_say "set $1 $2"
  linit_reply || linit_fail $? "$1" "$linit_line"
}

# linit_option NAME VALUE: an option of supervise, which is a variable by another name.
linit_option() {
  linit_key=${1#--}
  while :; do
    case $linit_key in
      *-*) linit_key=${linit_key%%-*}_${linit_key#*-} ;;
      *) break ;;
    esac
  done
  for linit_known in $linit_settings $linit_own; do
    [ "$linit_known" = "$linit_key" ] || continue
    eval "$linit_key=\$2"
    case " $linit_own " in
      *" $linit_key "*) return 0 ;;
    esac
    linit_set "$linit_key" "$2"
    return
  done
  linit_fail 2 "$linit_key" "supervise: unknown option '$1'; the options are the variables of docs/SERVICE-SCRIPTS.md"
}

# supervise [OPTION VALUE]… -- CMD ARG…: CMD is the main process of the service from now on. This
# shell becomes it, and does not return.
supervise() {
  while [ $# -gt 0 ]; do
    case $1 in
      --)
        shift
        break
        ;;
      --*=*)
        linit_option "${1%%=*}" "${1#*=}" || return
        shift
        ;;
      --*)
        [ $# -gt 1 ] || {
          linit_fail 2 supervise "supervise: $1 needs a value"
          return
        }
        linit_option "$1" "$2" || return
        shift 2
        ;;
      *) break ;;
    esac
  done
  [ $# -gt 0 ] || {
    linit_fail 2 supervise "supervise: usage: supervise [--OPTION VALUE]… -- CMD ARG…"
    return
  }
  linit_on_channel || {
    echo "${this-supervise}: a long-running process is linitd's; use 'linitctl start ${this-}'" >&2
    return 1
  }
  linit_apply_limits && linit_apply_environment && linit_apply_user || return
  case $umask in
    '') ;;
    *) umask "$umask" || linit_fail 2 umask "umask: '$umask' is none; write 027" || return ;;
  esac
  [ -z "$directory" ] || cd "$directory" 2>/dev/null || {
    linit_fail 1 directory "directory: cannot change to '$directory'"
    return
  }
  command -v "$1" >/dev/null 2>&1 || {
    linit_fail 1 command "cannot run '$1': there is no such command"
    return
  }
  # A JVM blocks SIGQUIT in its threads, and so in its children; no shell can undo that.
  case $stop_signal$stop_schedule in
    *QUIT*)
      if command -v perl >/dev/null 2>&1; then
        # shellcheck disable=SC2016 # $ARGV is perl's
        set -- perl -MPOSIX -e 'sigprocmask(SIG_SETMASK, POSIX::SigSet->new()); exec {$ARGV[0]} @ARGV or die "$ARGV[0]: $!\n"' -- "$@"
      else
        echo "$this: there is no perl: a program that does not unblock SIGQUIT itself will not see it" >&2
      fi
      ;;
  esac
  # shellcheck disable=SC2086 # these are words
  set -- $linit_as "$@"
  # Outside of the change of the user: the priority is raised while that is still permitted.
  case $nice in
    '') ;;
    *)
      if [ "$nice" -ge -20 ] 2>/dev/null && [ "$nice" -le 19 ]; then
        # The command counts from the priority that it has itself, which is linitd's.
        set -- nice -n "$((nice - $(nice)))" "$@"
      else
        linit_fail 2 nice "nice: '$nice' is no number from -20 to 19"
        return
      fi
      ;;
  esac
  case $ready in
    *notify*)
      linit_secret=${LINIT_TOKEN##*:}
      export NOTIFY_SOCKET="$LINIT_RUN/notify/${linit_secret%"${linit_secret#????????????????}"}"
      ;;
  esac
  # The log writer reads what the service prints; held here, it cannot miss a word.
  linit_fifo=$LINIT_RUN/log/$this.fifo
  [ -p "$linit_fifo" ] || {
    mkdir -p "$LINIT_RUN/log" && rm -rf "$linit_fifo" && mkfifo -m 600 "$linit_fifo" || return
  }
  {
    linit_say supervise
    linit_handed_over && exec 1<>"$linit_fifo" 2>&1
  } 8<>"$linit_fifo" || return
  case $ready in
    *fd:[3-8]*)
      linit_fd=${ready#*fd:}
      linit_fd=${linit_fd%"${linit_fd#?}"}
      eval "exec $linit_fd>&9"
      ;;
  esac
  exec "$@" 9<&-
}

# Whether linitd has taken the service over. One that was killed before it could say so may have told
# others already that the service runs: then the next linitd finds it running, and ends it otherwise.
linit_handed_over() {
  linit_reply && return 0
  linit_code=$?
  [ "$linit_code" -ne 7 ] || return 0
  printf '%s: %s\n' "${this-linit}" "$linit_line" >&2
  return "$linit_code"
}

# limits="nofile=4096 core=unlimited nproc=100:200": NAME=SOFT:HARD, or one value for both.
linit_apply_limits() {
  for linit_limit in $limits; do
    case $linit_limit in
      ?*=?*) ;;
      *)
        linit_fail 2 limits "limits: '$linit_limit' is none; write nofile=4096"
        return
        ;;
    esac
    case ${linit_limit%%=*} in
      as) linit_letter=v ;;
      core) linit_letter=c ;;
      cpu) linit_letter=t ;;
      data) linit_letter=d ;;
      fsize) linit_letter=f ;;
      memlock) linit_letter=l ;;
      nofile) linit_letter=n ;;
      nproc) if [ -n "${BASH_VERSION-}" ]; then linit_letter=u; else linit_letter=p; fi ;;
      stack) linit_letter=s ;;
      *)
        linit_fail 2 limits "limits: unknown limit '${linit_limit%%=*}'; known are as core cpu data fsize memlock nofile nproc stack"
        return
        ;;
    esac
    linit_value=${linit_limit#*=}
    # The shell ends when it cannot; so it is tried in another one first.
    # shellcheck disable=SC3045 # what a shell does not have is said like any other failure
    if linit_why=$({
      ulimit -S "-$linit_letter" "${linit_value%%:*}" && ulimit -H "-$linit_letter" "${linit_value##*:}"
    } 2>&1); then
      ulimit -S "-$linit_letter" "${linit_value%%:*}"
      ulimit -H "-$linit_letter" "${linit_value##*:}"
    else
      linit_fail 1 limits "limits: cannot set $linit_limit: ${linit_why##*: }"
      return
    fi
  done
}

# env_file=FILE: lines KEY=VALUE, as a container or a unit has them; nothing in it is run. With a
# '-' in front, the file may be missing.
linit_apply_environment() {
  [ -n "$env_file" ] || return 0
  linit_file=${env_file#-}
  [ -r "$linit_file" ] || {
    [ "$linit_file" = "$env_file" ] || return 0
    linit_fail 1 env_file "env_file: cannot read '$linit_file'"
    return
  }
  linit_number=0
  while IFS= read -r linit_line || [ -n "$linit_line" ]; do
    linit_number=$((linit_number + 1))
    case $linit_line in
      '' | '#'* | ';'*) continue ;;
      'export '*) linit_line=${linit_line#export } ;;
    esac
    linit_key=${linit_line%%=*}
    case $linit_line in
      [A-Za-z_]*=*) ;;
      *) linit_key='?' ;;
    esac
    case $linit_key in
      *[!A-Za-z0-9_]*)
        linit_fail 2 env_file "env_file: $linit_file:$linit_number is not KEY=VALUE"
        return
        ;;
    esac
    linit_value=${linit_line#*=}
    case $linit_value in
      \"*\") linit_value=${linit_value#\"} linit_value=${linit_value%\"} ;;
      \'*\') linit_value=${linit_value#\'} linit_value=${linit_value%\'} ;;
    esac
    export "$linit_key=$linit_value"
  done <"$linit_file"
}

# command_user=USER[:GROUP], command_group=GROUP: sets linit_as to the words that change to them.
linit_apply_user() {
  linit_as=
  [ -n "$command_user$command_group" ] || return 0
  linit_user=${command_user%%:*}
  linit_group=$command_group
  case $command_user in *:*) linit_group=${command_user#*:} ;; esac
  if [ -n "$linit_user" ] && ! id -u "$linit_user" >/dev/null 2>&1; then
    linit_fail 1 command_user "command_user: there is no user '$linit_user'"
    return
  fi
  if [ "$(id -u)" -ne 0 ]; then
    # An ordinary user can only be what he is.
    if [ "$(id -u "${linit_user:-$(id -u)}" 2>/dev/null || id -u)" -eq "$(id -u)" ] && [ -z "$linit_group" ]; then
      return 0
    fi
    linit_fail 1 command_user "command_user: only root's linitd can run a service as another user or group"
    return
  fi
  if [ -n "$linit_group" ] && ! grep -q "^$linit_group:" /etc/group; then
    linit_fail 1 command_group "command_group: there is no group '$linit_group'"
    return
  fi
  linit_uid=$(id -u ${linit_user:+"$linit_user"})
  linit_gid=$(id -g ${linit_user:+"$linit_user"})
  [ -z "$linit_group" ] || {
    linit_gid=$(grep "^$linit_group:" /etc/group | cut -d : -f 3)
  }
  if setpriv --version >/dev/null 2>&1; then
    linit_as="setpriv --reuid $linit_uid --regid $linit_gid --init-groups --"
  elif command -v chpst >/dev/null 2>&1; then
    linit_as="chpst -u $linit_user${linit_group:+:$linit_group}"
  else
    linit_fail 1 command_user "command_user: neither setpriv (util-linux) nor chpst is there to change the user"
    return
  fi
  if [ -n "$linit_user" ]; then
    eval "HOME=~$linit_user"
    export HOME USER="$linit_user" LOGNAME="$linit_user"
  fi
}
