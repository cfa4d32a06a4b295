# Splits what tar lists of several archives that are read as one, and makes sure of where each begins.
# Input: SIZE NAME of the archives in this order (kind=size), without tar's end of 1024 bytes what was
# read of each; how many names tar has counted (kind=count); the list (kind=list). Each archive begins with
# .pkginfo, and what is listed of it has to fill it to the byte. Then FOLDER/NAME.list is written for
# each of them; otherwise this fails, and nobody can say which member is whose.
function wrong() { failed = 1; exit 1 }
# How tar has NAME or a target in a member of its own where it is too long for the header.
function long(text) { return length(text) > 100 ? 512 + blocks(length(text) + 1) : 0 }
function blocks(bytes) { return int((bytes + 511) / 512) * 512 }

kind == "size" { left[++count] = $1 - 1024; name[count] = $2; sub(/\.tar$/, "", name[count]); next }
kind == "count" { expected = $1; next }
{
  if (!match($0, /^[-dlh][-rwxsStT]+ +[^ ]+ +[0-9]+ +[-0-9]+ [:0-9]+ /)) wrong()
  path = substr($0, RLENGTH + 1)
  if (path == ".pkginfo") {
    if (at ? left[at] : 0) wrong()
    if (++at > count) wrong()
  }
  if (!at) wrong()
  what = substr($0, 1, 1)
  if (what == "l" && (n = index(path, " -> "))) {
    left[at] -= long(substr(path, n + 4))
    path = substr(path, 1, n - 1)
  }
  left[at] -= 512 + long(path) + (what == "-" ? blocks($3) : 0)
  list[at] = list[at] $0 "\n"
  lines++
}
END {
  if (failed || at != count || left[at] || lines != expected) exit 1
  for (at = 1; at <= count; at++) {
    file = folder "/" name[at] ".list"
    printf "%s", list[at] >file
    close(file)
  }
}
