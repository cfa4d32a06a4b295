# shellcheck shell=sh
# What comes from repositories: indexes and archives. Nothing of it is used before it is verified.

: "${lpkg_lib?}" "${root?}" "${state?}" "${tx?}" "${key?}" "${repository?}"

# get URL FILE BYTES: fetches at most about so many bytes; where it fails, $why is the reason.
get() {
  why=
  case $1 in
    file://*)
      [ -f "${1#file://}" ] || { why="there is no such file" && return 1; }
      said=$(cp -- "${1#file://}" "$2" 2>&1) && return
      ;;
    http://* | https://*)
      # A minute, and for what is large as much as a slow line needs.
      # Of a program that is ended by the limit the shell would say so.
      {
        said=$(
          ulimit -f $(($3 / 512 + 8))
          exec timeout $(($3 / 8000 + 60)) wget -q -O "$2" "$1" 2>&1
        ) && return
      } 2>/dev/null
      ;;
    *) why="only file://, http:// and https:// are known" && return 1 ;;
  esac
  why=${said##*"$newline"}
  : "${why:=it was cut off, is longer than it should be, or took too long}"
  return 1
}

fetched() {
  get "$@" && return
  if full "$tx"; then fail 7 "the disk is full: cannot fetch $1; nothing is changed"; fi
  fail 5 "cannot fetch $1: $why; nothing is changed"
}

# repositories: prints NAME URL KEYFILE of each, the first first.
repositories() {
  if [ -n "$repository" ]; then
    echo "main ${repository%/} $key"
    return
  fi
  [ -e "$root/etc/lpkg/repositories" ] || fail 2 "there is no $root/etc/lpkg/repositories; 'lpkg bootstrap' makes one, a line 'NAME URL' each"
  while read -r name url rest; do
    case $name in
      '' | '#'*) continue ;;
      [!A-Za-z0-9]* | *[!A-Za-z0-9._+-]*) fail 2 "$root/etc/lpkg/repositories: '$name' cannot be the name of a repository" ;;
    esac
    if [ -z "$url" ] || [ -n "$rest" ]; then fail 2 "$root/etc/lpkg/repositories: $name: a line is 'NAME URL'"; fi
    echo "$name ${url%/} $root/etc/lpkg/keys/$name.pub"
  done <"$root/etc/lpkg/repositories"
}

# indexes: fetches and verifies the index of each repository, and writes what they have to
# $tx/available: REPOSITORY URL and then a line as in the index.
indexes() {
  mkdir -p "$tx/index" "$tx/new/var/lib/lpkg/index" || broke "cannot write to $tx"
  repositories >"$tx/repositories" || exit
  : >"$tx/available"
  while read -r name url public; do
    progress "fetching the index of $name"
    [ -r "$public" ] || fail 4 "repository $name has no key: put its public key into $public"
    fetched "$url/index" "$tx/index/$name" 33554432
    fetched "$url/index.minisig" "$tx/index/$name.minisig" 65536
    minisign -V -q -p "$public" -x "$tx/index/$name.minisig" -m "$tx/index/$name" >/dev/null 2>&1 ||
      fail 4 "repository $name: the index is not signed by the key $public; nothing is changed"
    accepted=/dev/null
    [ ! -e "$state/index/$name" ] || accepted=$state/index/$name
    awk -f "$lpkg_lib/index.awk" -v repo="$name" -v url="$url" kind=accepted "$accepted" \
      kind=arch "$tx/available" kind=index "$tx/index/$name" >"$tx/offers" || exit
    cat "$tx/offers" >>"$tx/available"
    cmp -s "$tx/index/$name" "$accepted" || {
      mv "$tx/index/$name" "$tx/new/var/lib/lpkg/index/$name" || broke "cannot write to $tx"
      db_member "index/$name"
    }
  done <"$tx/repositories"
}

# archives: fetches what the plan installs to $tx/get, verifies all of it and unzips it there.
archives() {
  total=$(grep -c -v '^remove ' "$tx/plan")
  [ "$total" -gt 0 ] || return 0
  mkdir -p "$tx/get" || broke "cannot write to $tx"
  count=0
  while read -r action name _ new url size _ file _; do
    [ "$action" != remove ] || continue
    count=$((count + 1))
    progress "fetching $count of $total: $name $new ($(((size + 1023) / 1024)) kB)"
    fetched "$url/$file" "$tx/get/$name.tar.gz" "$size"
  done <"$tx/plan"
  progress "verifying"
  (cd "$tx/get" && stat -c '%s %n' -- *.tar.gz && sha256sum -- *.tar.gz) >"$tx/sums" || broke "cannot read $tx/get"
  wrong=$(awk '
    FILENAME == ARGV[1] && $1 != "remove" { size[$2 ".tar.gz"] = $6; sum[$2 ".tar.gz"] = $7; from[$2 ".tar.gz"] = $5 "/" $8 }
    FILENAME == ARGV[2] && length($1) != 64 && $1 != size[$2] { wrong = wrong "\n" from[$2] " has " $1 " bytes and not " size[$2] }
    FILENAME == ARGV[2] && length($1) == 64 && $1 != sum[$2] && !wrong { wrong = "\n" from[$2] " has not the SHA-256 that the index says" }
    END { sub(/^\n/, "", wrong); sub(/\n.*/, "", wrong); print wrong }' "$tx/plan" "$tx/sums")
  [ -z "$wrong" ] || fail 4 "$wrong; nothing is changed"
  said=$(gunzip "$tx"/get/*.tar.gz 2>&1) || broke "cannot unzip an archive"
}
