# shellcheck shell=sh
# A Docker engine with linit's images and that of examples/container, for what tests and measures in
# real containers. Sourced by those commands, after setup.sh.
: "${linit_source:?}"

# linit_skip WHY: ends, since there are no containers here.
linit_skip() {
  echo "${0##*/}: skipped: $1"
  exit 0
}

# linit_containers: sets work, a folder that goes with this command, and makes sure of an engine, which
# is one of our own in that folder where none answers, of the image linit-base, and of those of linit
# (linit:$version and linit:$version-debian) and of the example (visits).
linit_containers() {
  [ "$(id -u)" -eq 0 ] || linit_skip "needs root, to make a base image and to start an engine"
  command -v apt-get >/dev/null || linit_skip "needs Debian's packages, to make a base image"
  # shellcheck disable=SC2034 # setup.sh reads it
  linit_policy=/usr/sbin/policy-rc.d
  linit_setup dockerd:docker.io docker:docker.io iptables debootstrap busybox
  work=$(mktemp -d)
  engine=
  trap linit_containers_end EXIT
  trap 'exit 130' INT TERM HUP
  linit_engine
  linit_base_image
  linit_images
}

linit_containers_end() {
  if [ -n "$engine" ]; then
    kill "$engine" 2>/dev/null || :
    wait "$engine" 2>/dev/null || :
    # The engine leaves the namespace of the network mounted that containers without one of their own had.
    umount "$work"/exec/netns/* 2>/dev/null || :
  fi
  rm -rf "$work"
}

linit_engine() {
  ! docker version >/dev/null 2>&1 || return 0
  export DOCKER_HOST="unix://$work/docker.sock"
  dockerd --data-root "$work/data" --exec-root "$work/exec" -H "$DOCKER_HOST" -p "$work/pid" \
    >"$work/log" 2>&1 &
  engine=$!
  until docker version >/dev/null 2>&1; do
    kill -0 "$engine" 2>/dev/null || {
      engine=
      linit_skip "no Docker engine can run here: $(tail -n 1 "$work/log")"
    }
    sleep 0.2
  done
}

linit_base_image() {
  ! docker run --rm linit-base true 2>/dev/null || return 0
  echo "making a base image with debootstrap (takes a minute)"
  debootstrap --variant=minbase bookworm "$work/base" http://deb.debian.org/debian \
    >"$work/said" 2>&1 || linit_skip "debootstrap failed: $(tail -n 1 "$work/said")"
  # As debian:bookworm-slim has it.
  for folder in var/cache/apt/archives var/lib/apt/lists usr/share/doc usr/share/man usr/share/info \
    usr/share/locale; do
    find "$work/base/$folder" -mindepth 1 -delete
  done
  tar -C "$work/base" -c . | docker import - linit-base >/dev/null
  rm -rf "$work/base"
  docker run --rm linit-base true 2>"$work/said" ||
    linit_skip "the engine runs no containers: $(head -n 1 "$work/said")"
}

linit_images() {
  echo "building the images"
  version=$(sed -n 's/^  <version>\(.*\)<\/version>/\1/p' "$linit_source/pom.xml")
  if ! (
    set -e
    "$linit_source/scripts/image" --base linit-base
    docker build --build-arg "BASE=linit:$version-debian" -t visits "$linit_source/examples/container"
  ) >"$work/said" 2>&1; then
    tail -n 20 "$work/said" >&2
    echo "${0##*/}: cannot build the images" >&2
    exit 1
  fi
  docker images --format '{{.Repository}}:{{.Tag}} {{.Size}}' | grep -E '^(linit|visits)'
}
