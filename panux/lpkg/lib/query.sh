# shellcheck shell=sh
# What is asked and changes nothing: each answer is one pass over lpkg's records.

: "${root?}" "${state?}" "${tx?}" "${tab?}" "${dry?}"

# known: fails where nothing is installed at all.
known() {
  [ -e "$state/db" ] || fail 3 "nothing is installed in ${root:-/}"
}

list() {
  [ -e "$state/db" ] || return 0
  awk '{ print $1, $2 "-" $3 ($5 == "pinned" ? " pinned" : "") }' "$state/db" | sort
}

info() {
  for file in "$state/db" "$state"/index/*; do
    [ ! -e "$file" ] || set -- "$@" "$file"
  done
  awk -v db="$state/db" '
    BEGIN {
      for (i = 1; i < ARGC; i++) if (ARGV[i] ~ /\//) break; else { asked[++count] = ARGV[i]; ARGV[i] = "" }
    }
    FILENAME == db { have[$1] = $0; for (i = 7; i <= NF; i++) needed[$i] = needed[$i] " " $1; next }
    FNR > 1 && !($1 in offer) { offer[$1] = $0; repo[$1] = FILENAME; sub(/.*\//, "", repo[$1]) }
    END {
      for (i = 1; i <= count; i++) {
        p = asked[i]
        if (!(p in have) && !(p in offer)) { print "lpkg: there is no package " p > "/dev/stderr"; missing = 3; continue }
        if (shown++) print ""
        print "name: " p
        if (p in have) {
          n = split(have[p], f, " ")
          print "installed: " f[2] "-" f[3] " from " f[4] ", " f[5] ", " int((f[6] + 1023) / 1024) " kB"
        }
        if (p in offer) {
          m = split(offer[p], o, " ")
          print "available: " o[2] "-" o[3] " from " repo[p] ", " int((o[4] + 1023) / 1024) " kB to fetch"
        }
        print "needs:" (p in have ? words(f, 7, n) : words(o, 7, m))
        if (p in have) print "needed by:" (p in needed ? needed[p] : " none")
      }
      exit missing
    }
    function words(f, from, n,  i, text) {
      for (i = from; i <= n; i++) text = text " " f[i]
      return text == "" ? " none" : text
    }' "$@"
}

files() {
  for name in "$@"; do
    [ -e "$state/files/$name" ] || fail 3 "$name is not installed"
    awk -F "$tab" '{ print "/" $4 ($1 == "d" ? "/" : $1 == "l" ? " -> " $3 : "") }' "$state/files/$name"
  done
}

# owner FILE…: as seen from the root, or below it as seen from outside.
owner() {
  known
  owner_code=0
  for file in "$@"; do
    path=${file#"$root"}
    case $path in /*) ;; *) path=$(pwd -P)/$path path=${path#"$root"} ;; esac
    path=${path#/}
    path=${path%/}
    path=$path awk -F "$tab" '
      BEGIN { path = ENVIRON["path"] }
      $4 == path {
        name = FILENAME
        sub(/.*\//, "", name)
        print "/" path ": " (name == "=alt" ? "an alternative, " $3 : name)
        found = 1
      }
      END { exit !found }' "$state"/files/* || {
      note "/$path belongs to no package"
      owner_code=3
    }
  done
  exit "$owner_code"
}

# verify [PACKAGE…]: compares what is there with what was installed.
verify() {
  known
  [ ! -e "$tx/state" ] || fail 10 "a change was begun and has not ended; 'lpkg recover' finishes it"
  [ $# -gt 0 ] || for file in "$state"/files/*; do set -- "$@" "${file##*/}"; done
  for name in "$@"; do
    [ -e "$state/files/$name" ] || fail 3 "$name is not installed"
    shift
    set -- "$@" "$state/files/$name"
  done
  # A file's sum, everything's mode and a link's target, each by one program for all.
  {
    awk -F "$tab" '$1 == "f" { print $4 }' "$@" | tr '\n' '\0' | (cd "$root/" && xargs -0 sha256sum -- 2>/dev/null)
    echo "="
    awk -F "$tab" '{ print $4 }' "$@" | tr '\n' '\0' | (cd "$root/" && xargs -0 stat -c "%f$tab%a$tab%n$tab%N" -- 2>/dev/null)
  } | awk -F "$tab" '
    FILENAME == "-" || FILENAME == "" {
      if ($0 == "=") { stats = 1; next }
      if (!stats) { sum[substr($0, 67)] = substr($0, 1, 64); next }
      kind[$3] = substr($1, 1, length($1) - 3); mode[$3] = $2
      # NAME -> TARGET, in quotes of one kind or another, or in none.
      n = index($4, " -> ")
      if (kind[$3] == "a") { to[$3] = substr($4, n + 4); gsub(/^[\047"`]|[\047"`]$/, "", to[$3]) }
      next
    }
    {
      checked++
      owner = FILENAME
      sub(/.*\//, "", owner)
      if (owner == "=alt") owner = "alternatives"
      if (!($4 in kind)) tell("missing")
      else if ($1 == "d") { if (kind[$4] != "4" && kind[$4] != "a") tell("no folder") }
      else if ($1 == "l") { if (kind[$4] != "a" || to[$4] != $3) tell("changed") }
      else if (kind[$4] != "8" || sum[$4] != $3) { if ($4 ~ /^etc\//) print "configured /" $4 " (" owner ")"; else tell("changed") }
      else if (mode[$4] != $2) tell("mode " mode[$4] " and not " $2)
    }
    function tell(text) { print text " /" $4 " (" owner ")"; wrong++ }
    END {
      if (wrong) { print "lpkg: " wrong " of " checked " differ" > "/dev/stderr"; exit 10 }
      print checked + 0 " verified"
    }' - "$@"
}

# alternatives [PATH [PACKAGE|auto]]: lists, or chooses by hand.
alternatives() {
  if [ $# -ge 2 ]; then
    choose "${1#/}" "$2"
    return
  fi
  [ -e "$state/alternatives" ] || return 0
  chosen=$state/chosen
  [ -e "$chosen" ] || chosen=/dev/null
  path=${1-} awk -v chosen="$chosen" '
    BEGIN { path = ENVIRON["path"]; sub(/^\//, "", path) }
    FILENAME == chosen { choice[$1] = $2; next }
    FILENAME ~ /=alt$/ { split($0, f, "\t"); if (f[1] == "l") to[f[4]] = f[3]; next }
    path == "" || $2 == path {
      print "/" $2 " -> " $3 " " $4 " " $1 (to[$2] == $3 ? (choice[$2] == $1 ? " chosen" : " used") : "")
      found = 1
    }
    END { if (path != "" && !found) { print "lpkg: nothing offers /" path > "/dev/stderr"; exit 3 } }
  ' "$chosen" "$state/files/=alt" "$state/alternatives"
}

choose() {
  begin
  [ -e "$state/alternatives" ] || fail 3 "nothing offers /$1"
  chosen=$state/chosen
  [ -e "$chosen" ] || chosen=/dev/null
  path=$1 awk -v package="$2" -v chosen="$chosen" '
    BEGIN { path = ENVIRON["path"]; if (package == "auto") known = 1 }
    FILENAME == chosen { if ($1 != path) print; next }
    $2 == path { any = 1; if ($1 == package) known = 1 }
    END {
      if (!any) { print "lpkg: nothing offers /" path > "/dev/stderr"; exit 3 }
      if (!known) { print "lpkg: " package " does not offer /" path > "/dev/stderr"; exit 3 }
      if (package != "auto") print path, package
    }' "$chosen" "$state/alternatives" >"$tx/new/var/lib/lpkg/chosen" || exit
  db_member chosen
  : >"$tx/plan"
  cp "${installed?}" "$tx/db"
  # shellcheck disable=SC2034 # for done_line
  summary="chosen: $2 for /$1"
  [ -z "$dry" ] || return 0
  prepare
  switch
  done_line
}
