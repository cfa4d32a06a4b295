# Reads what tar lists of archives that are to be installed, before anything is unpacked, and refuses
# what could lead out of the root. Input: the plan, then ARCHIVE.said, of what tar complained, and ARCHIVE.list.
# Prints PACKAGE TYPE MODE BYTES TARGET PATH with tabs between; TYPE is d, f, h (a hard link) or l.
function refuse(code, text) {
  gsub(/[^ -~]/, "?", text)
  print "lpkg: " text "; nothing is changed" > "/dev/stderr"
  refused = code
  exit code
}
function hostile(text) { refuse(4, "package " package " " text) }

kind == "plan" { name[$8] = $2; next }
FNR == 1 {
  package = FILENAME
  sub(/.*\//, "", package)
  sub(/\.(said|list)$/, ".tar.gz", package)
  package = name[package]
  split("", type)
  type[""] = "d"
}
kind == "said" { hostile("cannot be read: " $0) }
{
  if (!match($0, /^[-dlh][-rwxsStT]+ +[^ ]+ +[0-9]+ +[-0-9]+ [:0-9]+ /))
    hostile("has what is no file, folder or link: " $0)
  path = substr($0, RLENGTH + 1)
  split($0, head, / +/)
  what = substr($0, 1, 1)
  target = "-"
  at = what == "h" ? index(path, " link to ") : index(path, " -> ")
  if (at) {
    target = substr(path, at + (what == "h" ? 9 : 4))
    path = substr(path, 1, at - 1)
    if (what == "-") what = "h"
  } else if (what == "l" || what == "h") hostile("has a link without target: " path)
  if (what == "d") sub(/\/$/, "", path)
  if (what == "-") what = "f"
  check(path)
  if (what != "d" && path ~ /^var(\/lib(\/lpkg)?)?$/) hostile("has what is no folder at " path)
  if (what == "l") link(path, target)
  if (what == "h" && type[target] != "f" && type[target] != "h")
    hostile("has a hard link to what is not a file before it: " path " -> " target)
  if (path in type) hostile("has this twice: " path)
  if (type[up(path)] != "d") hostile("has no folder for " path)
  type[path] = what
  if (what != "d" && (path in anyone)) refuse(6, path " is in " anyone[path] " and in " package)
  if (what == "d" && (path in file)) refuse(6, path " is in " file[path] " and in " package)
  anyone[path] = package
  if (what != "d") file[path] = package
  if (path == ".oninstall" || path == ".alternatives" || path == ".pkginfo") {
    if (what != "f") hostile("has a " path " that is no file")
    delete anyone[path]; delete file[path]
  }
  print package "\t" what "\t" octal(substr($0, 2, 9)) "\t" head[3] "\t" target "\t" path
}
END { exit refused }

function up(path) { return sub(/\/[^\/]*$/, "", path) ? path : "" }
function check(path) {
  if (path == "" || path ~ /[[:cntrl:]\\]/ || ("/" path "/") ~ /\/\.?\.?\//) hostile("has a hostile name: " path)
  if (path ~ /^var\/lib\/lpkg\//) hostile("has a file among lpkg's own: " path)
}
# A target may not climb higher than the root.
function link(path, target,  part, n, i, depth) {
  if (target == "" || target ~ /[[:cntrl:]]/ || target ~ / -> /) hostile("has a hostile link: " path " -> " target)
  n = split(path, part, "/")
  depth = target ~ /^\// ? 0 : n - 1
  n = split(target, part, "/")
  for (i = 1; i <= n; i++) {
    if (part[i] == "..") { if (--depth < 0) hostile("has a link out of the root: " path " -> " target) }
    else if (part[i] != "" && part[i] != ".") depth++
  }
}
# rwxr-sr-x and so on as digits.
function octal(bits,  i, digits, special, digit, c) {
  special = 0
  for (i = 0; i < 3; i++) {
    c = substr(bits, i * 3 + 3, 1)
    digit = (substr(bits, i * 3 + 1, 1) == "r") * 4 + (substr(bits, i * 3 + 2, 1) == "w") * 2 + (c ~ /[xst]/)
    if (c ~ /[sStT]/) special += i == 0 ? 4 : i == 1 ? 2 : 1
    digits = digits digit
  }
  return (special ? special : "") digits
}
