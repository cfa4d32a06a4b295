#!/bin/sh
# Runs within the environment of a build, as pkgen's: puts the packages in place that the build needs, and
# becomes make. Usage: inside.sh JOBS
set -e
umask 022
cd /build
keep=
if tar --version 2>/dev/null | grep -q GNU; then
  # Where the environment has a link, such as /lib, the package's folder goes where it leads to.
  keep=--keep-directory-symlink
fi
for archive in .pkgen/needed/*.tar.gz; do
  [ -e "$archive" ] || continue
  tar -xzf "$archive" $keep --exclude=.pkginfo --exclude=.oninstall --exclude=.alternatives -C /
done
exec make -j"$1"
