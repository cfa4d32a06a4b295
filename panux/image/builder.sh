# shellcheck shell=sh
# The image that packages are built in by --in docker. Sourced by build.
: "${linit_source:?}" "${panux:?}"
# shellcheck source=scripts/lib/containers.sh
. "$linit_source/scripts/lib/containers.sh"

# What a test passes over is missing here.
linit_skip() {
  echo "build: $1" >&2
  exit 1
}

# builder_image: makes sure of an engine, which is one of our own where none answers and ends with this command, and
# sets builder to an image of it with Debian, compilers and a JDK.
builder_image() {
  # shellcheck disable=SC2034 # setup.sh reads it
  linit_policy=/usr/sbin/policy-rc.d
  linit_setup dockerd:docker.io docker:docker.io iptables debootstrap
  work=$(mktemp -d)
  engine=
  trap linit_containers_end EXIT
  trap 'exit 130' INT TERM HUP
  linit_engine
  linit_base_image
  builder=panux-builder
  echo "making the images pkgen-builder and $builder (takes a minute or two)"
  if ! {
    docker build --network host --build-arg BASE=linit-base -t pkgen-builder "$panux/pkgen/builder" &&
      docker build --network host -t "$builder" - <"$panux/image/Dockerfile"
  } >"$work/said" 2>&1; then
    tail -n 20 "$work/said" >&2
    echo "build: cannot make the image to build in" >&2
    exit 1
  fi
}
