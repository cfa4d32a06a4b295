# shellcheck shell=sh
# The library behind #!/etc/rc.common: the defaults of an init script, and how a verb is run.
# Needs LINIT_LIB, LINIT_INIT_D and LINIT_RC_D. Runs in dash, busybox ash and bash.

# shellcheck source=scripts/lib/dep.sh
. "$LINIT_LIB/dep.sh"

# What a script may define; these stand where it does not.
depends() { :; }
start() { :; }
stop() { :; }
restart() {
  stop
  start
}
reload() { restart; }
boot() { start; }
shutdown() { stop; }
runlevel() { echo 3; }

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
  set -e
  # shellcheck source=/dev/null
  . "$LINIT_SCRIPT"
  case $linit_verb in start | restart | boot) depends ;; esac
  "$linit_verb"
}
