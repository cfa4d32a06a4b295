# Compares what is to be there with what is there, and writes the lists that switch.sh follows:
#   clash, clashdirs   what stands in the way of something of another kind, removed before all else
#   dirs               new folders, parents first, for an undo      puts   FOLDER NAME… to be put in place:
#                      a new folder comes as a whole, with all that is in it
#   drops, dropdirs    what goes                                   saves  FOLDER NAME… to be kept until the end
#   fresh              what is put where nothing was               undirs MODE FOLDER to make again in an undo
#   renames            configuration that is put beside a file which someone has changed
#   linkdirs           folders of packages for which a link stands in the root
# Fields are separated by tabs. Packages that begin with "=" are lpkg's own: =alt the links of
# alternatives, =db its records, =conf what bootstrap configures.
function refuse(code, text) {
  gsub(/[^ -~]/, "?", text)
  print "lpkg: " text "; nothing is changed" > "/dev/stderr"
  refused = code
  exit code
}
function write(list, text) { print text > (tx "/" list) }
function up(path) { return sub(/\/[^\/]*$/, "", path) ? path : "." }

kind == "member" {
  if ($6 ~ /^\.(pkginfo|oninstall|alternatives)$/ && $1 !~ /^=/) next
  p = $6
  if ($2 == "d" ? (p in new) : (p in new || p in newdir)) {
    other = (p in new) ? new[p] : dirof[p]
    refuse(6, p " is in " other " and in " $1)
  }
  if ($2 == "d") { if (!(p in newdir)) { newdir[p] = $3; dirof[p] = $1 } }
  else { new[p] = $1; type[p] = $2 == "h" ? "f" : $2; target[p] = $5 }
  order[++count] = p
  package[count] = $1; line_type[count] = $2 == "h" ? "f" : $2; line_mode[count] = $3; line_target[count] = $5
  bytes[$1] += $4
  next
}
kind == "drop" { old[$0] = "=db"; olds[++oldcount] = $0; next }
kind == "sum" { sum[substr($0, 67)] = substr($0, 1, 64); next }
kind == "stat" { there[$4] = substr($1, 1, length($1) - 3); mode[$4] = $2; dev[$4] = $3; if ($3 != device) devices = 1; next }
kind == "current" { current[substr($0, 67)] = substr($0, 1, 64); next }
kind == "old" {
  if ($1 == "d") olddir[$4] = $2
  else { old[$4] = base(FILENAME); oldtype[$4] = $1; oldwhat[$4] = $3 }
  if ($1 == "d") olddirs[++olddircount] = $4; else olds[++oldcount] = $4
  next
}
kind == "kept" { if ($1 == "d") keptdir[$4]; else kept[$4] = base(FILENAME); next }
kind == "db" {
  split($0, field, " ")
  if (field[6] == "-") sub(/ -/, " " (bytes[field[1]] + 0))
  db[++dbcount] = $0
}
function base(file) { sub(/.*\//, "", file); return file }

END {
  if (refused) exit refused
  split("clash clashdirs dirs puts drops dropdirs saves fresh undirs renames linkdirs", names, " ")
  for (i in names) printf "" > (tx "/" names[i])
  for (i = 1; i <= count; i++) {
    if (order[i] in newdir) folder(order[i])
    else if (!(order[i] in placed)) place(order[i])
  }
  for (i = 1; i <= oldcount; i++) if (!(olds[i] in new)) drop(olds[i])
  links_above()
  for (i = olddircount; i >= 1; i--) dropdir(olddirs[i])
  deepest_first("clashdirs", clashdirs, clashes)
  deepest_first("dropdirs", dropdirs, drops)
  # Libraries come before what needs them; lpkg's records last, of them the list of packages.
  for (stage = 0; stage <= 3; stage++) puts(stage)
  group("saves", saved, saves)
  if (refused) exit refused
  records()
}

# A folder that is to be there.
function folder(p) {
  if (p in done) return
  done[p]
  if (!(p in there)) { make(p); return }
  # Also one that something is mounted on, such as /proc: only what is put into it matters.
  if (there[p] == "4") return
  if (p in old && !(p in kept)) { clash(p); make(p) }
  else if (there[p] == "a") write("linkdirs", p)
  else if (p in kept) refuse(6, p " is a folder in " dirof[p] " and a file in " kept[p])
  else refuse(6, "/" p " is there and is no folder, which " dirof[p] " needs it to be")
}

# A file or link that is to be there.
function place(p,  why) {
  placed[p]
  if (p in kept) refuse(6, p " is in " kept[p] " and in " new[p])
  if (p in keptdir) refuse(6, p " is a folder of another package and a file in " new[p])
  if (!(p in there)) { put(p); write("fresh", p); return }
  if (there[p] == "4") {
    if (!(p in olddir)) refuse(6, "/" p " is a folder, and a file in " new[p])
    clash_tree(p)
    put(p); write("fresh", p)
    return
  }
  if (new[p] == "=alt" && oldtype[p] == "l" && oldwhat[p] == target[p] && there[p] == "a") return
  if (p in old || new[p] == "=db") {
    if (changed(p)) {
      if (oldwhat[p] != sum[p]) beside(p)
      return
    }
  } else if (new[p] == "=conf") return
  else if (there[p] != "8" || type[p] != "f" || current[p] != sum[p]) {
    if (p ~ /^etc\// && there[p] == "8" && type[p] == "f") { beside(p); return }
    if (!overwrite) refuse(6, "/" p " is there and belongs to no package; --overwrite gives it to " new[p])
  }
  if (dev[p] != device) refuse(6, "/" p " is on another file system than /var/lib/lpkg")
  put(p); keep(p)
}
# Configuration that someone has changed since it was installed.
function changed(p) { return p ~ /^etc\// && oldtype[p] == "f" && there[p] == "8" && current[p] != oldwhat[p] }
function beside(p) {
  print "lpkg: /" p " was changed and stays; the new one is " p ".lpkg-new" > "/dev/stderr"
  write("renames", p)
  write("fresh", p ".lpkg-new")
  put(p ".lpkg-new")
  new[p ".lpkg-new"] = new[p]
}
function make(p) { write("dirs", p); put(p); fresh[p] }
function put(p) {
  if (up(p) in fresh) return
  putting[++putcount] = p
  if (devices) check_device(up(p))
}
function keep(p) { saved[++saves] = p }

function drop(p) {
  if (!(p in there) || there[p] == "4" || p in clashed || p in kept) return
  if (changed(p)) { print "lpkg: /" p " was changed and stays" > "/dev/stderr"; return }
  if (p in newdir) return
  keep(p); write("drops", p)
}
function dropdir(p) {
  if (p in newdir || p in keptdir || p in gone || !(p in there) || there[p] != "4") return
  gone[p]
  dropdirs[++drops] = p
  write("undirs", mode[p] "\t" p)
}
# Where something goes that lies behind a link, that may not be one out of the root either.
function links_above(  i, p, links) {
  for (i = 1; i <= olddircount; i++) if (there[olddirs[i]] == "a" && !(olddirs[i] in new)) links = 1
  for (i = 1; links && i <= oldcount; i++) for (p = up(olds[i]); p != "."; p = up(p))
    if (olds[i] in there && there[p] == "a" && !(p in checked)) { checked[p]; write("linkdirs", p) }
}
function clash(p) { clashed[p]; keep(p); write("clash", p) }
# The old folder p makes room for a file or a link.
function clash_tree(p,  i) {
  for (i = 1; i <= oldcount; i++) if (index(olds[i], p "/") == 1 && olds[i] in there && !(olds[i] in kept)) clash(olds[i])
  for (i = 1; i <= olddircount; i++) if ((olddirs[i] == p || index(olddirs[i], p "/") == 1) && !(olddirs[i] in gone)) {
    gone[olddirs[i]]
    clashdirs[++clashes] = olddirs[i]
    write("undirs", mode[olddirs[i]] "\t" olddirs[i])
  }
}
function check_device(p) {
  while (p != "." && !(p in there)) p = up(p)
  if (p != "." && there[p] == "4" && dev[p] != device) refuse(6, "/" p " is on another file system than /var/lib/lpkg")
}
function depth(p) { return gsub(/\//, "/", p) }
function deepest_first(list, paths, n,  deep, i, max) {
  for (i = 1; i <= n; i++) if (depth(paths[i]) > max) max = depth(paths[i])
  for (deep = max; n > 0 && deep >= 0; deep--) for (i = 1; i <= n; i++) if (depth(paths[i]) == deep) write(list, paths[i])
}
function rank(p) {
  if (p == "var/lib/lpkg/db") return 3
  if (p ~ /^var\/lib\/lpkg\//) return 2
  return p ~ /^(usr\/)?lib/ ? 0 : 1
}
function puts(stage,  some, n, i) {
  for (i = 1; i <= putcount; i++) if (rank(putting[i]) == stage) some[++n] = putting[i]
  group("puts", some, n)
}
# Lines of one folder with up to a hundred of its names.
function group(list, paths, n,  i, dir, line, many, dirs, last) {
  for (i = 1; i <= n; i++) {
    dir = up(paths[i])
    if (!(dir in line)) dirs[++last] = dir
    line[dir] = line[dir] "\t" base(paths[i])
    if (++many[dir] == 100) { write(list, dir line[dir]); line[dir] = ""; many[dir] = 0 }
  }
  for (i = 1; i <= last; i++) if (line[dirs[i]] != "") write(list, dirs[i] line[dirs[i]])
}

# What lpkg remembers: a file of members for each package, and the packages.
function records(  i, file, last, mine) {
  mine = tx "/new/var/lib/lpkg/"
  for (i = 1; i <= count; i++) {
    if (package[i] ~ /^=(db|conf)$/) continue
    if (package[i] != last) { if (last != "") close(file); last = package[i]; file = mine "files/" last; printf "" > file }
    print line_type[i], line_mode[i], line_type[i] == "f" ? sum[order[i]] : line_target[i], order[i] > file
  }
  printf "" > (mine "db")
  for (i = 1; i <= dbcount; i++) print db[i] > (mine "db")
}
