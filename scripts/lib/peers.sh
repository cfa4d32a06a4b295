# shellcheck shell=sh
# Other supervisors, from Debian's packages, in a folder of their own: nothing of the machine is
# changed. Sourced by scripts/bench.

# What a root needs to be lived in: a shell that measures, one that runs scripts, and their tools.
linit_peer_tools="bash dash coreutils util-linux sed grep findutils mawk make"

# linit_peers FOLDER PEER…: unpacks these packages and all that they need into FOLDER/root, once. Says in
# FOLDER/missing which of them cannot be had, one line each, and why.
linit_peers() {
  folder=$1
  shift
  [ "$(cat "$folder/holds" 2>/dev/null)" != "$*" ] || return 0
  mkdir -p "$folder/archives/partial" "$folder/root"
  : >"$folder/missing"
  if ! command -v apt-get >/dev/null || ! command -v dpkg-deb >/dev/null; then
    for peer in "$@"; do
      echo "$peer not installed: peers come from Debian's packages, and here is no apt-get" >>"$folder/missing"
    done
    return 0
  fi
  linit_peer_lists
  wanted=
  for peer in "$@"; do
    if apt-cache policy "$peer" | grep -q 'Candidate: [0-9]'; then
      wanted="$wanted $peer"
    else
      echo "$peer there is no such package in $(linit_peer_system)" >>"$folder/missing"
    fi
  done
  # What a fetch that was broken off has left, or one of other packages.
  rm -rf "$folder/root"
  mkdir -p "$folder/root"
  echo "fetching the peers from Debian's packages into $folder:$wanted"
  # With an empty status nothing counts as installed, so that the root is whole.
  : >"$folder/status"
  # shellcheck disable=SC2086 # several words
  if ! apt-get -q -y -o Dir::State::status="$folder/status" -o Dir::Cache::archives="$folder/archives" \
    -o Debug::NoLocking=1 -o APT::Install-Recommends=false -o APT::Sandbox::User="$(id -un)" \
    --download-only install $linit_peer_tools $wanted >"$folder/apt.log" 2>&1 </dev/null; then
    for peer in $wanted; do
      echo "$peer apt-get could not fetch it: $(tail -n 1 "$folder/apt.log")" >>"$folder/missing"
    done
    return 0
  fi
  linit_peer_unpack "$folder"
  echo "$*" >"$folder/holds"
}

# The name of this system, as it says it.
linit_peer_system() {
  # shellcheck disable=SC1091 # not here
  (. /etc/os-release && echo "$PRETTY_NAME")
}

# A machine that has never been asked knows no packages.
linit_peer_lists() {
  ! apt-cache policy dash | grep -q 'Candidate: [0-9]' || return 0
  [ "$(id -u)" -ne 0 ] || apt-get -q update >/dev/null 2>&1 </dev/null || :
}

# /bin and its like are links, as in Debian 12; the packages do not bring them.
linit_peer_unpack() {
  for link in bin sbin lib lib32 lib64 libx32; do
    mkdir -p "$1/root/usr/$link"
    [ -L "$1/root/$link" ] || ln -s "usr/$link" "$1/root/$link"
  done
  for archive in "$1"/archives/*.deb; do
    dpkg-deb --fsys-tarfile "$archive" | tar -C "$1/root" --keep-directory-symlink --no-same-owner -xf -
  done
  mkdir -p "$1/root/proc" "$1/root/sys" "$1/root/dev" "$1/root/run" "$1/root/tmp"
  # What dpkg and debconf would have made.
  [ -e "$1/root/bin/sh" ] || ln -s dash "$1/root/bin/sh"
  [ -e "$1/root/etc/passwd" ] || echo root:x:0:0:root:/root:/bin/sh >"$1/root/etc/passwd"
  [ -e "$1/root/etc/group" ] || printf 'root:x:0:\ntty:x:5:\nuucp:x:10:\nutmp:x:43:\n' >"$1/root/etc/group"
  [ -e "$1/root/usr/bin/awk" ] || ln -s mawk "$1/root/usr/bin/awk"
}
