#!/bin/sh
# Runs a build in namespaces of its own, which unshare has made: what it writes elsewhere than in /build is
# thrown away, there is no network, and of the person's files it sees none.
# Usage: namespace.sh WORK ROOT JOBS USER, which is 0 for root
set -e
work=$1 root=$2 jobs=$3 user=$4
options=
[ "$user" = 0 ] || options=,userxattr
mount --make-rprivate / 2>/dev/null || :
mkdir -p "$work/root" "$work/layers"
# A layer cannot lie upon another one's file system, as in a container: then it is kept in memory.
layer() {
  mkdir -p "$work/layers/upper" "$work/layers/work" &&
    mount -t overlay pkgen -o "lowerdir=$root,upperdir=$work/layers/upper,workdir=$work/layers/work$options" "$work/root" 2>/dev/null
}
layer || {
  mount -t tmpfs pkgen "$work/layers"
  layer || {
    if [ "$user" = 0 ]; then
      echo "pkgen: the kernel makes no layer upon $root here; use --in docker" >&2
    else
      echo "pkgen: the kernel lets nobody but root make a layer upon $root; be root, name another system with --root, or use --in docker" >&2
    fi
    exit 125
  }
}
cd "$work/root"
mkdir -p build proc dev tmp root home run var/tmp
for folder in dev tmp root home run var/tmp; do
  [ -L "$folder" ] || mount -t tmpfs -o mode=755 pkgen "$folder"
done
chmod 1777 tmp var/tmp
for device in null zero full random urandom tty; do
  : >"dev/$device"
  mount --bind "/dev/$device" "dev/$device"
done
ln -s /proc/self/fd dev/fd
ln -s /proc/self/fd/0 dev/stdin
ln -s /proc/self/fd/1 dev/stdout
ln -s /proc/self/fd/2 dev/stderr
mkdir dev/shm
mount -t tmpfs -o mode=1777 pkgen dev/shm
mount -t proc proc proc
mount --bind "$work/build" build
exec chroot . /usr/bin/env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/build \
  LC_ALL=C TZ=UTC TERM=dumb /bin/sh /build/.pkgen/inside.sh "$jobs"
