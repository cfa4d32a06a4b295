# shellcheck shell=sh
# What comes from repositories: indexes and archives. Nothing of it is used before it is verified.

: "${lpkg_lib?}" "${root?}" "${state?}" "${tx?}" "${key?}" "${repository?}"

# get URL NAME BYTES [NAME BYTES]…: fetches these files of a repository, and of each not much more than
# its bytes, into the folder $into. Where one cannot be had it is $missed, and $why says why.
get() {
  get_url=$1
  shift
  get_words=$*
  most=0
  all=0
  for word in "$@"; do
    case $word in *[!0-9]*) continue ;; esac
    all=$((all + word))
    [ "$word" -le "$most" ] || most=$word
  done
  case $get_url in
    file://*) copy "$@" && return ;;
    http://* | https://*) download "$@" && return ;;
    *) said="only file://, http:// and https:// are known" missed=$1 ;;
  esac
  why=${said##*"$newline"}
  : "${why:=it was cut off, is longer than it should be, or took too long}"
  return 1
}

copy() {
  for word in "$@"; do
    shift
    case $word in
      *[!0-9]*)
        set -- "$@" "${get_url#file://}/$word"
        [ -f "${get_url#file://}/$word" ] || { said="there is no such file" missed=$word && return 1; }
        ;;
    esac
  done
  missed=${1##*/}
  said=$(cp -- "$@" "$into/" 2>&1)
}

download() {
  for word in "$@"; do
    shift
    case $word in *[!0-9]*) set -- "$@" "$get_url/$word" ;; esac
  done
  # A minute, and for what is large as much as a slow line needs. Of a program that is ended by the limit
  # on what it writes the shell would say so.
  {
    said=$(
      ulimit -f $((most / 512 + 8))
      exec timeout $((all / 8000 + 60)) wget -q -P "$into" "$@" 2>&1
    ) && return
  } 2>/dev/null
  # They come one after the other, so it is the last that there is, or the one after that.
  # shellcheck disable=SC2086 # words
  set -- $get_words
  while [ $# -gt 2 ] && [ "$(stat -c %s "$into/$1" 2>/dev/null)" = "$2" ]; do shift 2; done
  missed=$1
  return 1
}

fetched() {
  get "$@" && return
  case $said in *"No space left"*) room=none ;; *) room= ;; esac
  if [ -n "$room" ] || full "$tx"; then fail 7 "the disk is full: cannot fetch $1/$missed; nothing is changed"; fi
  fail 5 "cannot fetch $1/$missed: $why; nothing is changed"
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
  repositories >"$tx/repositories" || exit
  : >"$tx/available"
  while read -r name url public; do
    progress "fetching the index of $name"
    [ -r "$public" ] || fail 4 "repository $name has no key: put its public key into $public"
    into=$tx/index/$name
    mkdir "$into" || broke "cannot write to $tx"
    fetched "$url" index 33554432
    fetched "$url" index.minisig 65536
    minisign -V -q -p "$public" -m "$into/index" >/dev/null 2>&1 ||
      fail 4 "repository $name: the index is not signed by the key $public; nothing is changed"
    accepted=/dev/null
    [ ! -e "$state/index/$name" ] || accepted=$state/index/$name
    awk -f "$lpkg_lib/index.awk" -v repo="$name" -v url="$url" kind=accepted "$accepted" \
      kind=arch "$tx/available" kind=index "$into/index" >"$tx/offers" || exit
    cat "$tx/offers" >>"$tx/available"
    cmp -s "$into/index" "$accepted" || {
      mv "$into/index" "$tx/new/var/lib/lpkg/index/$name" || broke "cannot write to $tx"
      db_member "index/$name"
    }
  done <"$tx/repositories"
}

# archives: fetches what the plan installs to $tx/get, verifies all of it and unzips it there.
archives() {
  into=$tx/get
  total=0
  # shellcheck disable=SC2046 # words
  set -- $(awk '$1 != "remove" { print $5, $8, $6 }' "$tx/plan")
  [ $# -gt 0 ] || return 0
  total=$(($# / 3))
  while [ $# -gt 0 ]; do
    progress "fetching $((total - $# / 3 + 1)) of $total: $2"
    url=$1 batch='' bytes=0 count=0
    # Small ones together.
    while [ $# -gt 0 ] && [ "$1" = "$url" ] && [ "$bytes" -lt 500000 ] && [ "$count" -lt 100 ]; do
      batch="$batch $2 $3" bytes=$((bytes + $3)) count=$((count + 1))
      shift 3
    done
    # shellcheck disable=SC2086 # words
    fetched "$url" $batch
  done
  progress "verifying"
  (cd "$into" && stat -c '%s %n' -- *.tar.gz && sha256sum -- *.tar.gz) >"$tx/sums" || broke "cannot read $into"
  wrong=$(awk '
    FILENAME == ARGV[1] { if ($1 != "remove") { size[$8] = $6; sum[$8] = $7; from[$8] = $5 "/" $8 } next }
    length($1) != 64 && $1 != size[$2] { wrong = wrong "\n" from[$2] " has " $1 " bytes and not " size[$2] }
    length($1) == 64 && $1 != sum[$2] { wrong = wrong "\n" from[$2] " has not the SHA-256 that the index says" }
    END { split(wrong, line, "\n"); print line[2] }' "$tx/plan" "$tx/sums")
  [ -z "$wrong" ] || fail 4 "$wrong; nothing is changed"
  said=$(gunzip "$into"/*.tar.gz 2>&1) || broke "cannot unzip an archive"
}
