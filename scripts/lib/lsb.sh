# shellcheck shell=sh
# Starts what the header of the LSB script $1 says, as linitd has read it. Sourced by linit-start.
LINIT_MAIN=$$
this=$1
# shellcheck source=scripts/lib/dep.sh
. "$LINIT_LIB/dep.sh"

[ -z "$LINIT_LSB_DESCRIPTION" ] || {
  printf 'set description %s\n' "$LINIT_LSB_DESCRIPTION" >&9
  linit_answer || exit
}
# shellcheck disable=SC2086 # names
{
  want $LINIT_LSB_WANTS
  dep $LINIT_LSB_NEEDS || exit
  after $LINIT_LSB_AFTER || exit
}
unset LINIT_LSB_DESCRIPTION LINIT_LSB_NEEDS LINIT_LSB_WANTS LINIT_LSB_AFTER
