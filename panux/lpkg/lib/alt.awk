# Chooses among alternatives. Input: the plan; the links that there are (kind=link, as in files/=alt);
# choices by hand (kind=chosen, PATH PACKAGE); what packages offer: kind=known PACKAGE PATH TARGET
# NUMBER, and kind=offer PATH TARGET NUMBER from the files alt.PACKAGE. Prints the links that there are
# to be, as members of a package =alt, writes to links those that have to be made, and to all what is known.
function refuse(code, text) {
  gsub(/[^ -~]/, "?", text)
  print "lpkg: " text "; nothing is changed" > "/dev/stderr"
  refused = code
  exit code
}
kind == "plan" { if ($1 != "install") replaced[$2]; next }
kind == "link" { n = split($0, field, "\t"); if (field[1] == "l") there[field[4]] = field[3]; next }
kind == "chosen" { choice[$1] = $2; next }
kind == "known" && !($1 in replaced) { offer($1, $2, $3, $4) }
kind == "offer" {
  package = FILENAME
  sub(/.*\/alt\./, "", package)
  if ($0 == "") next
  if (NF != 3 || $3 !~ /^[0-9]+$/ || length($3) > 9 || $1 ~ /[[:cntrl:]\\]/ || $2 ~ /[[:cntrl:]]/)
    refuse(4, "package " package ": line " FNR " of .alternatives is not PATH TARGET NUMBER")
  sub(/^\//, "", $1)
  if (("/" $1 "/") ~ /\/\.?\.?\// || $1 ~ /^var\/lib\/lpkg\//)
    refuse(4, "package " package " has a hostile alternative: " $1)
  n = split($1, part, "/"); depth = $2 ~ /^\// ? 0 : n - 1
  n = split($2, part, "/")
  for (i = 1; i <= n; i++) {
    if (part[i] == "..") { if (--depth < 0) refuse(4, "package " package " has an alternative out of the root: " $1 " -> " $2) }
    else if (part[i] != "" && part[i] != ".") depth++
  }
  offer(package, $1, $2, $3)
}
function offer(package, path, target, number) {
  print package, path, target, number > all
  if (!(path in best)) paths[++count] = path
  if (choice[path] == package) number = 1000000000
  if (!(path in best) || number + 0 > best[path] || (number + 0 == best[path] && package < winner[path])) {
    best[path] = number + 0; winner[path] = package; to[path] = target
  }
}
END {
  if (refused) exit refused
  printf "" > all
  for (i = 1; i <= count; i++) {
    path = paths[i]
    for (n = 1; (at = index(substr(path, n), "/")) > 0; n += at) {
      folder = substr(path, 1, n + at - 2)
      if (!(folder in folders)) print "=alt\td\t755\t0\t-\t" folder
      folders[folder]
    }
    print "=alt\tl\t777\t0\t" to[path] "\t" path
    if (there[path] != to[path]) print to[path] "\t" path > links
  }
}
