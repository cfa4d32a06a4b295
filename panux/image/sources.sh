# shellcheck shell=sh
# Debian's source packages, by apt-get, which verifies them; with lists of its own, so that the machine's stay as
# they are. Sourced by build.

# fetch_sources PACKAGES FOLDER: puts the archives into FOLDER that package files in PACKAGES name by their place
# at Debian. What apt-get cannot get is left to pkgen, which fetches it from there and verifies its SHA-256.
fetch_sources() {
  command -v apt-get >/dev/null || return 0
  mkdir -p "$2/apt/lists/partial" "$2/apt/archives/partial"
  for suite in bookworm trixie; do
    echo "deb-src [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] http://deb.debian.org/debian $suite main"
  done >"$2/apt/sources.list"
  cat >"$2/apt/conf" <<EOF
Dir::Etc::sourcelist "$2/apt/sources.list";
Dir::Etc::sourceparts "-";
Dir::State::lists "$2/apt/lists";
Dir::Cache "$2/apt";
APT::Sandbox::User "root";
EOF
  wanted=$(sed -n 's|^ *- https://deb.debian.org/debian/pool/main/[^/]*/\([^/]*\)/.*|\1|p; s/^version: *"\(.*\)"/=\1/p' \
    "$1"/*.yaml "$1"/*/*.yaml | awk '/^=/ { version = $0; next } !($0 in seen) { seen[$0]; print $0 version }')
  missing=
  for source in $wanted; do
    [ -e "$2/$source" ] || missing="$missing $source"
  done
  [ -n "$missing" ] || return 0
  APT_CONFIG=$2/apt/conf apt-get update -q >"$2/apt/said" 2>&1 ||
    echo "apt-get reads no lists of sources: $(tail -n 1 "$2/apt/said")"
  for source in $missing; do
    name=${source%%=*}
    # The newest of Debian's versions of this one.
    version=$(APT_CONFIG=$2/apt/conf apt-cache madison "$name" 2>/dev/null | awk -v want="${source#*=}-" '
      { bare = $3; sub(/^[0-9]+:/, "", bare) } index(bare, want) == 1 { print $3; exit }')
    if [ -n "$version" ] && (
      cd "$2" && APT_CONFIG=$2/apt/conf apt-get source -q --download-only "$name=$version" >"$2/apt/said" 2>&1
    ); then
      echo "$name $version, of Debian's source package"
      : >"$2/$source"
    else
      echo "$name ${source#*=}: no source package of Debian here; pkgen fetches the archive"
    fi
  done
}
