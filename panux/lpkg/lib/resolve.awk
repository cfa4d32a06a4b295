# Decides what a change means. Input: what repositories have (kind=available, REPOSITORY URL NAME
# VERSION BUILD SIZE SHA256 FILE DEPENDENCY…, the first repository that has a name wins) and what is
# installed (kind=db, NAME VERSION BUILD REPOSITORY pinned|needed BYTES DEPENDENCY…). A package stays
# as long as a pinned one needs it. Prints the plan, what is needed first:
# ACTION NAME OLD NEW URL SIZE SHA256 FILE WHY. Writes what is installed afterwards to dbout.
function fail(code, text) {
  print "lpkg: " text "; nothing is changed" > "/dev/stderr"
  failed = code
  exit code
}
kind == "available" && NF > 2 && !($3 in offer) { offer[$3] = $0; offered[$3] = $4 "-" $5 }
kind == "db" { db[++count] = $1; have[$1] = $0; had[$1] = $2 "-" $3; if ($5 == "pinned") pin[$1] }
END {
  if (failed) exit failed
  n = split(names, asked, " ")
  for (i = 1; i <= n; i++) {
    p = asked[i]
    wanted[p]
    if (verb == "install" && !(p in had) && !(p in offer)) fail(3, "no repository has " p)
    if (verb != "install" && !(p in had)) fail(3, p " is not installed")
    if (verb == "install" || verb == "pin") pin[p]
    if (verb == "remove" || verb == "unpin") delete pin[p]
  }
  for (i = 1; i <= count; i++) if (db[i] in pin) visit(db[i], "")
  for (i = 1; i <= n; i++) if (asked[i] in pin) visit(asked[i], "")
  if (failed) exit failed
  if (verb == "remove") for (i = 1; i <= n; i++) if (asked[i] in seen)
    fail(6, asked[i] " is needed by " by[asked[i]] " and stays; 'lpkg unpin " asked[i] "' makes it go with the last that needs it")
  for (i = 1; i <= count; i++) if (!(db[i] in seen)) leave(db[i])
  for (i = left; i >= 1; i--) print "remove", gone[i], had[gone[i]], "-", "-", 0, "-", "-", (gone[i] in wanted) ? "asked" : "unneeded"
  for (i = 1; i <= ordered; i++) change(order[i])
}

# Goes to what p needs, and then puts p at the end of the order.
function visit(p, who,  need, n, i) {
  if (p in seen) return
  seen[p]; by[p] = who
  if (!(p in had) && !(p in offer)) fail(6, who " needs " p ", which no repository has")
  fresh[p] = takes(p)
  n = split(fresh[p] ? offer[p] : have[p], need, " ")
  for (i = fresh[p] ? 9 : 7; i <= n; i++) visit(need[i], p)
  order[++ordered] = p
}
# Whether p comes from a repository now.
function takes(p,  older) {
  if (!(p in had)) return 1
  if (verb != "update" || (names != "" && !(p in wanted)) || !(p in offer) || offered[p] == had[p]) return 0
  older = compare(offered[p], had[p]) < 0
  if (older && !downgrade)
    print "lpkg: " p " " had[p] " is newer than " offered[p] " of its repository, and stays; --allow-downgrade takes that" > "/dev/stderr"
  return !older || downgrade
}
# The order in which packages go: what needs them first.
function leave(p,  need, n, i) {
  if ((p in seen) || (p in leaving) || !(p in had)) return
  leaving[p]
  n = split(have[p], need, " ")
  for (i = 7; i <= n; i++) leave(need[i])
  gone[++left] = p
}
function change(p,  f, n, i, line) {
  if (fresh[p]) {
    n = split(offer[p], f, " ")
    print (p in had) ? "update" : "install", p, (p in had) ? had[p] : "-", offered[p], f[2], f[6], f[7], f[8], (p in wanted) ? "asked" : "needed"
    line = p " " f[4] " " f[5] " " f[1] " " ((p in pin) ? "pinned" : "needed") " -"
    for (i = 9; i <= n; i++) line = line " " f[i]
  } else {
    n = split(have[p], f, " ")
    f[5] = (p in pin) ? "pinned" : "needed"
    line = f[1]
    for (i = 2; i <= n; i++) line = line " " f[i]
  }
  print line > dbout
}
# Versions by their runs of digits, as numbers, and of letters; "~" comes before all, even the end.
function compare(a, b,  x, y) {
  while (a != "" || b != "") {
    x = part(a); y = part(b)
    a = substr(a, length(x) + 1); b = substr(b, length(y) + 1)
    if (x ~ /^[0-9]/ && y ~ /^[0-9]/) { if (x + 0 != y + 0) return x + 0 < y + 0 ? -1 : 1 }
    else if (x != y) return rank(x) != rank(y) ? (rank(x) < rank(y) ? -1 : 1) : (x < y ? -1 : 1)
  }
  return 0
}
function part(text) {
  if (match(text, /^[0-9]+/) || match(text, /^[A-Za-z]+/)) return substr(text, 1, RLENGTH)
  return substr(text, 1, 1)
}
function rank(x) { return x == "~" ? 0 : x == "" ? 1 : x == "-" ? 2 : x ~ /^[A-Za-z]/ ? 3 : x ~ /^[0-9]/ ? 5 : 4 }
