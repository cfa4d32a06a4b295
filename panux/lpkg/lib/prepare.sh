# shellcheck shell=sh
# Lays out the new state in $tx, beside the root, and checks it: $tx/new has every file that changes,
# $tx/old a second name of every file that goes, and the lists that switch.sh follows lie beside them.

: "${lpkg_lib?}" "${said?}" "${root?}" "${state?}" "${tx?}" "${tab?}" "${key?}" "${repository?}" "${overwrite?}" "${total?}"

prepare() {
  list_members
  if [ "$total" -gt 0 ]; then
    unpack
    compare_tree
  fi
  configure_root
  prepare_alternatives
  lists
  save
  # What had not enough room to be written whole still takes that room.
  said=
  if full "$tx"; then broke "cannot prepare the change in $tx"; fi
}

# list_members: what the archives hold, checked before anything is unpacked, in $tx/members.
list_members() {
  : >"$tx/members"
  [ "$total" -gt 0 ] || return 0
  progress "checking"
  (cd "$tx/get" && stat -c '%s %n' -- *.tar) >"$tx/sizes" || broke "cannot read $tx/get"
  # Small ones are read as one, up to 32 MB: most of what tar takes for such an archive is its own start.
  : >"$tx/alone"
  awk -v alone="$tx/alone" '{ if ($1 > 1024 && $1 <= 1048576 && (all += $1) < 33554432) print; else print >alone }' \
    "$tx/sizes" >"$tx/joined"
  alone=$tx/alone
  joined=$tx/joined.tar
  list_joined || joined='' alone=$tx/sizes
  set --
  while read -r _ archive; do
    file=$tx/get/${archive%.tar}
    tar -tvf "$file.tar" >"$file.list" 2>"$file.said" || echo "tar: it ends too early" >>"$file.said"
    set -- "$@" "$file.said"
  done <"$alone"
  awk -f "$lpkg_lib/members.awk" kind=plan "$tx/plan" kind=said "$@" kind=list "$tx"/get/*.list >"$tx/members" || exit
}

# list_joined: lists what is joined; fails where that does not tell for certain what is in which archive.
list_joined() {
  { read -r _ && read -r _; } <"$tx/joined" || return
  # Without the end of each, if it is two empty blocks.
  (
    cd "$tx/get" || exit
    # shellcheck disable=SC2046 # words
    set -- $(cut -d ' ' -f 2 "$tx/joined")
    tail -q -c 1024 -- "$@" | tr -d '\0' >"$tx/ends" && head -q -c -1024 -- "$@" >"$joined"
  ) || broke "cannot write to $tx"
  [ ! -s "$tx/ends" ] || return
  tar -tvf "$joined" >"$tx/listed" 2>"$tx/said" && [ ! -s "$tx/said" ] || return
  # What only looks like a line of the list, in the target of a link or the name of an owner, is none of these.
  tar -tf "$joined" 2>/dev/null | awk 'END { print NR }' >"$tx/count"
  awk -f "$lpkg_lib/joined.awk" -v folder="$tx/get" kind=size "$tx/joined" kind=count "$tx/count" kind=list "$tx/listed"
}

unpack() {
  progress "unpacking"
  [ -z "$joined" ] || said=$(tar -xpf "$joined" -C "$tx/new" 2>&1) || broke "cannot unpack the archives"
  while read -r _ archive; do
    progress "unpacking ${archive%.tar}"
    said=$(tar -xpf "$tx/get/$archive" -C "$tx/new" 2>&1) || broke "cannot unpack ${archive%.tar}"
  done <"$alone"
  # shellcheck disable=SC2013 # words
  for word in $(awk '
    FILENAME == ARGV[1] { file[$2] = $8; sub(/\.gz$/, "", file[$2]); next }
    { split($0, f, "\t") }
    f[6] ~ /^\.(oninstall|alternatives)$/ { print f[6] "/" f[1] "/" file[f[1]] }' "$tx/plan" "$tx/members"); do
    archive=${word##*/} name=${word#*/}
    name=${name%%/*}
    case $word in
      .oninstall/*) hidden=new/var/lib/lpkg/hooks/$name && db_member "hooks/$name" ;;
      *) hidden=alt.$name ;;
    esac
    tar -xOf "$tx/get/$archive" "${word%%/*}" >"$tx/$hidden" || broke "cannot unpack $name"
  done
  rm -f "$tx/new/.pkginfo" "$tx/new/.oninstall" "$tx/new/.alternatives"
}

# compare_tree: what tar has unpacked must be what it had listed, whatever the names made of the list.
compare_tree() {
  (cd "$tx/new" && find .) | awk -F "$tab" '
    kind == "listed" { if ($6 !~ /^\.(pkginfo|oninstall|alternatives)$/ && !(("./" $6) in listed)) { listed["./" $6]; n++ } next }
    $0 in listed { n--; next }
    $0 != "." && $0 !~ /^\.\/var(\/lib(\/lpkg(\/.*)?)?)?$/ { n = -1; exit }
    END { exit n != 0 }' kind=listed "$tx/members" kind=found - || fail 4 "an archive unpacks to something else than it lists; nothing is changed"
  awk -F "$tab" '$2 ~ /[fh]/ && $6 !~ /^\.(pkginfo|oninstall|alternatives)$/ { print $6 }' "$tx/members" |
    tr '\n' '\0' | (cd "$tx/new" && xargs -0 sha256sum --) >"$tx/sums" 2>/dev/null
}

# configure_root: at bootstrap the root learns of the repository and its key.
configure_root() {
  [ -n "$repository" ] || return 0
  # shellcheck disable=SC2015 # whichever of them fails
  mkdir -p "$tx/new/etc/lpkg/keys" && echo "main ${repository%/}" >"$tx/new/etc/lpkg/repositories" &&
    cp -- "$key" "$tx/new/etc/lpkg/keys/main.pub" && chmod 644 "$tx/new/etc/lpkg/keys/main.pub" ||
    broke "cannot write to $tx"
  printf '=conf\t%s\n' "d${tab}755$tab-$tab-${tab}etc" "d${tab}755$tab-$tab-${tab}etc/lpkg" \
    "d${tab}755$tab-$tab-${tab}etc/lpkg/keys" "f${tab}644$tab-$tab-${tab}etc/lpkg/repositories" \
    "f${tab}644$tab-$tab-${tab}etc/lpkg/keys/main.pub" >>"$tx/members"
}

# prepare_alternatives: which links there are to be; a path belongs to the package with the highest number.
prepare_alternatives() {
  : >"$tx/links"
  known=$state/alternatives
  [ -e "$known" ] || known=/dev/null
  chosen=$tx/new/var/lib/lpkg/chosen
  [ -e "$chosen" ] || chosen=$state/chosen
  [ -e "$chosen" ] || chosen=/dev/null
  set --
  for file in "$tx"/alt.*; do
    [ ! -e "$file" ] || set -- "$@" "$file"
  done
  [ "$known" != /dev/null ] || [ $# -gt 0 ] || return 0
  links=$state/files/=alt
  [ -e "$links" ] || links=/dev/null
  : >"$tx/new/var/lib/lpkg/alternatives"
  awk -f "$lpkg_lib/alt.awk" -v all="$tx/new/var/lib/lpkg/alternatives" -v links="$tx/links" kind=plan "$tx/plan" \
    kind=link "$links" kind=chosen "$chosen" kind=known "$known" kind=offer "$@" >>"$tx/members" || exit
  db_member alternatives
}

# lists: what is to be done to the root, of what the new members, the records and the root itself say.
lists() {
  progress "comparing"
  replaced=''
  db_member db
  # shellcheck disable=SC2013 # words
  for word in $(awk '{ print $1 "/" $2 }' "$tx/plan"); do
    name=${word#*/}
    case $word in remove/*) ;; *) : >"$tx/new/var/lib/lpkg/files/$name" && db_member "files/$name" ;; esac
    case $word in install/*) continue ;; remove/*) echo "var/lib/lpkg/files/$name" >>"$tx/db.drops" ;; esac
    replaced="$replaced $name"
    [ ! -e "$state/hooks/$name" ] || [ -e "$tx/new/var/lib/lpkg/hooks/$name" ] ||
      echo "var/lib/lpkg/hooks/$name" >>"$tx/db.drops"
  done
  if [ -e "$tx/new/var/lib/lpkg/alternatives" ]; then
    replaced="$replaced =alt"
    : >"$tx/new/var/lib/lpkg/files/=alt"
    db_member "files/=alt"
  fi
  set -- kind=old
  for file in "$state"/files/*; do
    case " $replaced " in *" ${file##*/} "*) set -- "$@" "$file" ;; esac
  done
  set -- "$@" kind=kept
  for file in "$state"/files/*; do
    case " $replaced " in *" ${file##*/} "*) ;; *) [ ! -e "$file" ] || set -- "$@" "$file" ;; esac
  done
  awk -F "$tab" '{ print $NF }' "$tx/members" "$tx/db.members" "$tx/db.drops" >"$tx/paths"
  : >"$tx/owned"
  for name in $replaced; do
    [ ! -e "$state/files/$name" ] || awk -F "$tab" '{ print $NF }' "$state/files/$name" >>"$tx/owned"
  done
  cat "$tx/paths" "$tx/owned" | tr '\n' '\0' | (cd "$root/" && xargs -0 stat -c "%f$tab%a$tab%d$tab%n" -- 2>/dev/null) >"$tx/stat"
  [ "$total" -gt 0 ] || : >"$tx/sums"
  # Of files that are there already, what they hold matters: those that people change, and strangers.
  awk -F "$tab" '
    FILENAME == ARGV[1] { owned[$0]; next }
    $1 ~ /^8/ && $4 !~ /^var\/lib\/lpkg\// && ($4 ~ /^etc\// || !($4 in owned)) { print $4 }' "$tx/owned" "$tx/stat" | tr '\n' '\0' |
    (cd "$root/" && xargs -0 sha256sum -- 2>/dev/null) >"$tx/current"
  awk -F "$tab" -f "$lpkg_lib/lists.awk" -v OFS="$tab" -v tx="$tx" -v overwrite="$overwrite" -v device="$(stat -c %d "$tx")" \
    kind=member "$tx/members" "$tx/db.members" kind=drop "$tx/db.drops" kind=sum "$tx/sums" \
    kind=stat "$tx/stat" kind=current "$tx/current" "$@" kind=db "$tx/db" || exit
  inside
  while IFS=$tab read -r target path; do
    case $path in */*) mkdir -p "$tx/new/${path%/*}" ;; esac
    ln -s -- "$target" "$tx/new/$path" || broke "cannot write to $tx"
  done <"$tx/links"
  while read -r path; do
    mv -- "$tx/new/$path" "$tx/new/$path.lpkg-new" || broke "cannot write to $tx"
  done <"$tx/renames"
}

# inside: a link that stands where packages have a folder may not lead out of the root.
inside() {
  [ -s "$tx/linkdirs" ] || return 0
  while read -r path; do
    place=$(realpath "$root/$path" 2>/dev/null)
    case $place in
      "$root"/*) [ -d "$place" ] || fail 6 "$root/$path is a link to what is no folder; nothing is changed" ;;
      *) fail 6 "$root/$path is a link out of the root; nothing is changed" ;;
    esac
  done <"$tx/linkdirs"
}

# save: a second name for each file that will be replaced or removed.
save() {
  [ -s "$tx/saves" ] || return 0
  awk -F "$tab" '{ print "old/" $1 }' "$tx/saves" | tr '\n' '\0' | (cd "$tx" && xargs -0 mkdir -p --) ||
    broke "cannot write to $tx"
  by_folder saves save_files || broke "cannot keep what is replaced"
}

# save_files FOLDER NAME…
save_files() {
  folder=$1
  shift
  said=$(cd "$root/$folder/" && exec ln -- "$@" "$tx/old/$folder/" 2>&1)
}
