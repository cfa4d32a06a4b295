# shellcheck shell=sh
# Switches the root from the old state to the new one that lies in $tx. From the first word in
# $tx/state on, the change happens: whoever comes next goes on where it ended, as what is done already
# is known by what $tx/new still has. Only where the root refuses a step is all of it undone. States:
#   before   hooks of packages that go     clear   what stands in the way is removed
#   put      the new files go in place     after   hooks of packages that came     undo   back to the old state

: "${root?}" "${state?}" "${tx?}" "${tab?}" "${newline?}"

# state WORD: from now on the transaction is there.
state() {
  sync -f "$tx" 2>/dev/null || sync
  echo "$1" >"$tx/state.new" && mv -f "$tx/state.new" "$tx/state"
}

# switch: nothing else is needed than what lies in $tx, so it can also be another lpkg that goes on.
switch() {
  trap '' INT TERM HUP
  progress "switching"
  state before || broke "cannot write to $tx"
  go_on || fail 1 "the change failed and is undone${reason:+: $reason}"
}

# go_on: from the state that $tx is in to the end; fails where it came to the old state again.
go_on() {
  hook_failed=''
  read -r at <"$tx/state"
  if [ "$at" = before ]; then
    hooks remove
    at=put
    if [ -s "$tx/clash" ] || [ -s "$tx/clashdirs" ]; then
      state clear || { undo && return 1; }
      at=clear
    fi
  fi
  if [ "$at" = clear ]; then
    { clear_way && state put; } || { undo && return 1; }
    at=put
  fi
  if [ "$at" = put ]; then
    { put && state after; } || { undo && return 1; }
    at=after
  fi
  if [ "$at" = undo ]; then
    undo
    return 1
  fi
  hooks install update
  close_transaction
}

close_transaction() {
  { rm -f "$tx/state" && rm -rf "$tx"; } || fail 1 "cannot remove $tx"
}

# each LIST COMMAND…: runs the command with the paths of a list, in the root.
each() {
  each_list=$tx/$1
  shift
  [ -s "$each_list" ] || return 0
  said=$(tr '\n' '\0' <"$each_list" | (cd "$root/" && xargs -0 "$@") 2>&1)
}

# by_folder LIST COMMAND: calls COMMAND FOLDER NAME… for each line of a list.
by_folder() {
  by_command=$2
  set -f
  IFS=$newline
  # Read whole: a shell reads line by line with one system call for each byte.
  # shellcheck disable=SC2013
  for line in $(cat "$tx/$1"); do
    IFS=$tab
    # shellcheck disable=SC2086 # fields
    set -- $line
    unset IFS
    set +f
    "$by_command" "$@" || return
    set -f
  done
  unset IFS
  set +f
}

# folders LIST: makes the folders of a list, which has their modes.
folders() {
  [ -s "$tx/$1" ] || return 0
  said=$(
    exec 2>&1
    cd "$root/" || exit
    cut -f 2- "$tx/$1" | tr '\n' '\0' | xargs -0 mkdir -p -- || exit
    sed "/^755$tab/d" "$tx/$1" | while IFS=$tab read -r mode path; do chmod "$mode" "$path" || exit; done
  )
}

clear_way() {
  each clash rm -f -- || return
  each clashdirs rmdir --
  # One that is left has something in it that belongs to no package, and makes the next step fail.
  return 0
}

put() {
  by_folder puts put_files && each drops rm -f -- || return
  each dropdirs rmdir --
  return 0
}

# put_files FOLDER NAME…: those that still lie in $tx/new.
put_files() {
  folder=$1
  shift
  for name in "$@"; do
    shift
    if [ -e "$tx/new/$folder/$name" ] || [ -L "$tx/new/$folder/$name" ]; then set -- "$@" "$tx/new/$folder/$name"; fi
  done
  [ $# -eq 0 ] || said=$(mv -f -- "$@" "$root/$folder/" 2>&1)
}

# undo: goes back to the old state, of which $tx/old has what was replaced.
undo() {
  reason=${said##*"$newline"}
  state undo
  each fresh rm -f --
  sed -n '1!G;h;$p' "$tx/dirs" >"$tx/dirs.back"
  each dirs.back rmdir --
  said=
  if folders undirs && by_folder saves put_back; then
    close_transaction
    return
  fi
  fail 1 "the change failed${reason:+: $reason}; it cannot be undone${said:+: ${said##*"$newline"}}; repair that and run 'lpkg recover'"
}

put_back() {
  folder=$1
  shift
  for name in "$@"; do
    shift
    if [ -e "$tx/old/$folder/$name" ] || [ -L "$tx/old/$folder/$name" ]; then set -- "$@" "$tx/old/$folder/$name"; fi
  done
  [ $# -eq 0 ] || said=$(mv -f -- "$@" "$root/$folder/" 2>&1)
}

# recover: finishes or undoes what an lpkg has left that was killed.
recover() {
  [ -e "$tx" ] || return 0
  if [ -e "$tx/state" ]; then
    note "finishing or undoing what an lpkg before this one had begun"
    trap '' INT TERM HUP
    go_on || note "it is undone"
    trap - INT TERM HUP
  else
    rm -rf "$tx"
  fi
}

recover_only() {
  begin
  echo "nothing is left to finish or undo"
}

# hooks VERB…: runs the hooks of the plan's packages whose action is one of these; one that fails is
# said, and changes nothing else.
hooks() {
  # shellcheck disable=SC2046 # words
  set -- $(awk -v verbs=" $* " 'index(verbs, " " $1 " ") { print $1, $2, $3, $4 }' "$tx/plan")
  while [ $# -gt 0 ]; do
    action=$1 name=$2 before=$3 after=$4
    shift 4
    [ -e "$state/hooks/$name" ] || continue
    progress "running the $action hook of $name"
    progress_end
    run_hook "$action" </dev/null || {
      note "the $action hook of $name failed, with code $?"
      # shellcheck disable=SC2034 # for done_line
      hook_failed=yes
    }
  done
}

# run_hook VERB: with the root as its root, and a PATH that has a meaning there.
run_hook() {
  set -- /bin/sh "/var/lib/lpkg/hooks/$name" "$1"
  if [ -n "$root" ]; then
    set -- "$(command -v chroot)" "$root" "$@"
    [ "$(id -u)" -eq 0 ] || set -- "$(command -v unshare)" -r "$@"
  fi
  (
    # What lpkg ignores now, a hook's programs would for ever: also a daemon that a hook ends with kill.
    trap - INT TERM HUP
    cd "$root/" || exit
    PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
    export PATH LPKG_RUNNING=yes LPKG_PACKAGE="$name" LPKG_OLD="$before" LPKG_NEW="$after"
    exec "$@"
  )
}
