# shellcheck shell=sh
# One lpkg at a time changes a root. $state/lock holds numbered links: the highest number is the
# lock, and its target who has it, or "free". To take it is to make the next number, once the highest
# is free or its process is dead. Numbers never come again, so nobody takes one that he judged by an
# older one's state: whoever finds a higher one than his own was too late.

: "${state?}" "${wait?}"

# stamp PID: sets $stamp to what tells this process from a later one of its number; fails for a dead one.
stamp() {
  stamp=
  { read -r stamp <"/proc/$1/stat"; } 2>/dev/null || {
    # Where /proc is not mounted the number alone has to do.
    [ ! -e /proc/self ] && kill -0 "$1" 2>/dev/null
    return
  }
  # shellcheck disable=SC2086 # several words; the first two hold the program's name, of any form
  set -- ${stamp##*) }
  case $1 in Z | X) return 1 ;; esac
  shift 19
  stamp=$1
  read -r stamp_boot </proc/sys/kernel/random/boot_id
  stamp=$stamp.${stamp_boot%%-*}
}

# lock_top: sets $top to the highest number, 0 where there is none.
lock_top() {
  top=0
  for lock_entry in "$state"/lock/*; do
    lock_entry=${lock_entry##*/}
    case $lock_entry in *[!0-9]*) continue ;; esac
    [ "$lock_entry" -le "$top" ] || top=$lock_entry
  done
}

lock_dead() {
  holder=${1%%.*}
  stamp "$holder" || return 0
  [ "$1" != "$holder.$stamp" ]
}

# lock: returns when this process has the lock; until then it waits, and says for whom.
lock() {
  stamp $$
  lock_me=$$.$stamp
  lock_said=
  while :; do
    lock_top
    lock_held=free
    [ "$top" -eq 0 ] || lock_held=$(readlink "$state/lock/$top") || continue
    if [ "$lock_held" = free ] || lock_dead "$lock_held"; then
      mine=$((top + 1))
      if ln -s "$lock_me" "$state/lock/$mine" 2>/dev/null; then
        lock_top
        [ "$top" -ne "$mine" ] || break
        rm -f "$state/lock/$mine"
      elif [ ! -L "$state/lock/$mine" ]; then
        lock_top
        [ "$top" -ge "$mine" ] || broke "cannot write to $state/lock"
      fi
      continue
    fi
    [ -n "$wait" ] || fail 8 "another lpkg, process $holder, is at work on ${root:-/}"
    [ -n "$lock_said" ] || note "waiting for another lpkg, process $holder"
    lock_said=yes
    sleep 1
  done
  set --
  for lock_entry in "$state"/lock/*; do
    [ "${lock_entry##*/}" -ge "$mine" ] || set -- "$@" "$lock_entry"
  done
  [ $# -eq 0 ] || rm -f "$@"
}

unlock() {
  ln -s free "$state/lock/$((mine + 1))" 2>/dev/null
  rm -f "$state/lock/$mine"
}
