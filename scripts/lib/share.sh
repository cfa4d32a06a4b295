# shellcheck shell=sh
# What a script makes known to others, and asks of them. Read only by scripts that do.

# publish NAME=VALUE…: makes values known to other scripts, and to what 'linitd run' runs.
publish() {
  for linit_value; do
    linit_key=${linit_value%%=*}
    case $linit_value in
      *=*) linit_value=${linit_value#*=} ;;
      *) linit_key='' ;;
    esac
    case $linit_value in
      *'
'*)
        echo "${this-linit}: publish: '$linit_key' has a line break" >&2
        return 2
        ;;
    esac
    linit_share publish "$linit_key" "$linit_value" || return
  done
}

# published NAME…: sets the variable NAME to what a script has published under it.
published() {
  for linit_key; do
    linit_share published "$linit_key" || return
    eval "$linit_key=\$linit_line"
  done
}

# port NAME…: sets the variable NAME to a port of the loopback that is free, and publishes it. It
# stays the same as long as linitd runs.
port() {
  for linit_key; do
    linit_share port "$linit_key" || return
    eval "$linit_key=\$linit_line"
  done
}

# linit_share VERB NAME [VALUE]: one request about a value, and its answer.
linit_share() {
  case $2 in
    '' | [0-9]* | *[!A-Za-z0-9_]*)
      echo "${this-linit}: $1: '$2' is no name of a value; write $1 NAME${3+=VALUE}" >&2
      return 2
      ;;
  esac
  linit_on_channel || {
    echo "${this-linit}: '$1' works in a script that linitd runs, and there in its own shell alone" >&2
    return 1
  }
  linit_say "$1 $2${3+ $3}"
  linit_answer
}
