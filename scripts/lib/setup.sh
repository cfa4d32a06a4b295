# shellcheck shell=sh
# placeholder, written with scripts/test
linit_build() { mvn -B -q -DskipTests package; }
