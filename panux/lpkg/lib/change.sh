# shellcheck shell=sh
# A change of what is installed, from the command to the end: what it means is decided by resolve.awk,
# prepared in $tx (prepare.sh), and then switched (switch.sh).

: "${lpkg_lib?}" "${root?}" "${state?}" "${tx?}" "${dry?}" "${downgrade?}" "${newline?}"

# begin: takes the lock, finishes or undoes what a dead lpkg left, and makes a new $tx.
begin() {
  [ -z "${LPKG_RUNNING-}" ] || fail 8 "a hook cannot call lpkg: the lpkg that runs it has the lock"
  if [ -n "$dry" ]; then
    tx=$(mktemp -d) || fail 1 "cannot make a folder for --dry-run"
    trap 'rm -rf "$tx"' EXIT
  else
    mkdir -p "$state/lock" "$state/files" "$state/hooks" "$state/index" 2>/dev/null ||
      { full "$root/" && fail 7 "the disk is full: cannot write to $state; nothing is changed"; } ||
      fail 1 "cannot write to $state; are you root?"
    [ "$(realpath "$state")" = "$state" ] || fail 6 "$state leads out of the root; nothing is changed"
    trap finish EXIT
    lock
    recover
  fi
  trap 'exit 130' INT
  trap 'exit 143' TERM HUP
  mkdir -p "$tx/new/var/lib/lpkg/files" "$tx/new/var/lib/lpkg/hooks" "$tx/new/var/lib/lpkg/index" "$tx/old" \
    "$tx/get" "$tx/index" || broke "cannot write to $state"
  : >"$tx/db.members"
  : >"$tx/db.drops"
  installed=$state/db
  [ -e "$installed" ] || installed=/dev/null
}

# finish: what ends this process leaves nothing that was only prepared.
finish() {
  finish_code=$?
  progress_end
  [ -n "${mine-}" ] || exit "$finish_code"
  [ -e "$tx/state" ] || rm -rf "$tx"
  unlock
  exit "$finish_code"
}

# db_member FILE: this file of lpkg's own records, which lies ready in $tx/new, is put in place as well.
db_member() {
  printf '=db\tf\t644\t0\t-\t%s\n' "var/lib/lpkg/$1" >>"$tx/db.members"
}

# change VERB NAME…: install, update, remove, pin or unpin.
change() {
  begin
  change_verb=$1
  shift
  case $change_verb in
    install | update) indexes ;;
    *) : >"$tx/available" ;;
  esac
  : >"$tx/db"
  awk -f "$lpkg_lib/resolve.awk" -v verb="$change_verb" -v names="$*" -v downgrade="$downgrade" \
    -v dbout="$tx/db" kind=available "$tx/available" kind=db "$installed" >"$tx/plan" || exit
  show
  [ -z "$dry" ] || return 0
  if [ ! -s "$tx/plan" ] && [ ! -s "$tx/db.members" ] && cmp -s "$tx/db" "$installed"; then
    done_line
    return
  fi
  archives
  prepare
  switch
  done_line
}

# show: the plan, a line for each package; sets $summary to what is said when it is done.
show() {
  progress_end
  summary=$(awk '
    { n[$1]++ }
    $1 == "install" { print "install " $2 " " $4 ($9 == "asked" ? "" : " (needed)") }
    $1 == "update" { print "update " $2 " " $3 " -> " $4 }
    $1 == "remove" { print "remove " $2 " " $3 ($9 == "asked" ? "" : " (nothing needs it)") }
    END { print NR ? "done:" some("install", "installed") some("update", "updated") some("remove", "removed") : "nothing to install or remove" }
    function some(action, word) {
      return n[action] ? (said++ ? ", " : " ") n[action] " " word : ""
    }' "$tx/plan")
  case $summary in *"$newline"*) echo "${summary%"$newline"*}" ;; esac
  summary=${summary##*"$newline"}
}

done_line() {
  progress_end
  echo "$summary"
  [ -z "${hook_failed-}" ] || exit 9
}
