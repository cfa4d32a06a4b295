# Reads one index, strictly, and prints REPOSITORY URL before each of its lines. Other input: the
# index of this repository that was accepted last, and what the repositories before this one have.
function refuse(text) {
  gsub(/[^ -~]/, "?", text)
  print "lpkg: repository " repo ": " text "; nothing is changed" > "/dev/stderr"
  refused = 4
  exit refused
}
function broken(text) { refuse("line " FNR " of the index " text) }
# Doubles hold 15 digits exactly.
function number(text) { return text ~ /^[0-9]+$/ && length(text) <= 15 }

kind == "accepted" && FNR == 1 { last = $3; arch = $4 }
kind == "arch" { if ($1 == "arch" && NF == 2) arch = $2 }
kind != "index" { next }

{ lines++ }
FNR == 1 {
  if ($1 != "lpkg-index") broken("is not the head of an index")
  if ($2 != 1) refuse("the index has format " $2 ", which needs a newer lpkg")
  if (NF != 4 || !number($3) || $4 !~ /^[A-Za-z0-9_]+$/) broken("is not lpkg-index 1 SERIAL ARCH")
  if (last != "" && $3 + 0 < last + 0)
    refuse("the index is an old one, number " $3 " after " last " was seen")
  if (arch != "" && $4 != arch) refuse("its packages are for " $4 ", and not for " arch)
  print "arch " $4
  next
}
{
  if (NF < 6 || $0 != line($0)) broken("has not NAME VERSION BUILD SIZE SHA256 FILE")
  if (!name($1)) broken("has no name of a package: " $1)
  if ($2 !~ /^[A-Za-z0-9][A-Za-z0-9._+~-]*$/ || length($2) > 64) broken("has no version: " $2)
  if (!number($3) || !number($4)) broken("has no build number and size")
  if ($5 !~ /^[0-9a-f]+$/ || length($5) != 64) broken("has no SHA-256: " $5)
  if ($6 != $1 "-" $2 "-" $3 ".tar.gz") broken("has another name of the archive than NAME-VERSION-BUILD.tar.gz: " $6)
  for (i = 7; i <= NF; i++) if (!name($i)) broken("has no name of a package: " $i)
  if ($1 in seen) broken("has " $1 " for the second time")
  seen[$1]
  print repo, url, $0
}
# The line with its fields apart by one space each, as it has to be.
function line(text,  words, n, i, whole) {
  n = split(text, words, " ")
  whole = words[1]
  for (i = 2; i <= n; i++) whole = whole " " words[i]
  return whole
}
function name(text) { return text ~ /^[A-Za-z0-9][A-Za-z0-9._+-]*$/ && length(text) <= 64 }
END {
  if (refused) exit refused
  if (!lines) refuse("the index is empty")
}
