# shellcheck shell=sh
# placeholder, written with scripts/test
