# shellcheck shell=sh
# The library behind #!/etc/rc.common: the defaults of an init script, and how a verb is run.
# Needs LINIT_LIB, LINIT_INIT_D and LINIT_RC_D. Runs in dash, busybox ash and bash.

# shellcheck source=scripts/lib/dep.sh
. "$LINIT_LIB/dep.sh"

# provide NAME…: the script stands for these names, too. linitd has read them in its text.
provide() { :; }

# What a script may define; these stand where it does not.
depends() { :; }
# shellcheck disable=SC2119
start() { [ -z "$command" ] || linit_start_command; }
stop() { :; }
restart() {
  stop
  start
}
reload() {
  # By hand alone; linitd restarts a service otherwise, and 3 means that there is no such thing.
  [ -z "${LINIT_MAIN-}" ] || exit 3
  restart
}
boot() { start; }
shutdown() { stop; }
runlevel() { echo 3; }

# shellcheck disable=SC2120
linit_start_command() {
  # The arguments are words as a shell has them, quotes included.
  eval "set -- $command_args"
  supervise -- "$command" "$@"
}

# supervise [OPTION VALUE]… -- CMD ARG…: CMD is the main process of the service from now on.
supervise() {
  # shellcheck source=scripts/lib/supervise.sh
  . "$LINIT_LIB/supervise.sh"
  supervise "$@"
}

# publish NAME=VALUE…, published NAME…, port NAME…: values that scripts share.
publish() {
  # shellcheck source=scripts/lib/share.sh
  . "$LINIT_LIB/share.sh"
  publish "$@"
}
published() {
  # shellcheck source=scripts/lib/share.sh
  . "$LINIT_LIB/share.sh"
  published "$@"
}
port() {
  # shellcheck source=scripts/lib/share.sh
  . "$LINIT_LIB/share.sh"
  port "$@"
}

# Lets boot start this service.
enable() {
  mkdir -p "$LINIT_RC_D"
  ln -sfn "../init.d/$this" "$LINIT_RC_D/$this"
}

disable() { rm -f "$LINIT_RC_D/$this"; }

help() {
  echo "Usage: $this start|stop|restart|reload|boot|shutdown|enable|disable|runlevel|help"
}

# linit_verb FILE VERB: sources FILE over the defaults and runs VERB, with what it depends on
# started first where VERB starts. Exits with 2 where there is no such verb.
linit_verb() {
  case $2 in
    start | stop | restart | reload | boot | shutdown | enable | disable | runlevel | help) ;;
    *)
      echo "${1##*/}: unknown verb '$2'; try '${1##*/} help'" >&2
      exit 2
      ;;
  esac
  this=${1##*/}
  linit_verb=$2
  set --
  command='' command_args='' command_user='' command_group='' directory='' umask='' env_file=''
  limits='' nice='' ready='' restart='' restart_delay='' restart_delay_max='' restart_limit=''
  restart_dependents='' on_dep_failure='' stop_signal='' stop_schedule='' start_timeout=''
  stop_timeout='' description=''
  set -e
  # shellcheck source=/dev/null
  . "$LINIT_SCRIPT"
  case $linit_verb in
    start | restart | boot)
      case $ready$restart$restart_delay$restart_delay_max$restart_limit$restart_dependents$on_dep_failure$stop_signal$stop_schedule$start_timeout$stop_timeout$description in
        ?*)
          # shellcheck source=scripts/lib/supervise.sh
          . "$LINIT_LIB/supervise.sh"
          linit_tell_settings
          ;;
      esac
      depends
      ;;
  esac
  "$linit_verb"
}
