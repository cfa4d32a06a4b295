# shellcheck shell=sh
# The image in QEMU, with Debian's kernel and its own first process. Sourced by run.
: "${out:?}" "${port?}" "${once?}"
# What a shell on the console says when it waits for a command.
prompt='panux:.* # '

run_it() {
  linit_setup qemu-system-x86_64:qemu-system-x86 cpio curl
  : "${port:=$((20000 + $$ % 10000))}"
  kernel
  if [ -n "$once" ]; then
    typed "$@"
  else
    emulate
  fi
}

# emulate: becomes QEMU, whose console is the input and output of this process.
emulate() {
  exec qemu-system-x86_64 -accel "${PANUX_ACCEL:-tcg}" -m 512 -nographic -no-reboot -kernel "$out/kernel/vmlinuz" \
    -initrd "$out/kernel/initrd" -append "console=ttyS0 quiet panic=-1" \
    -netdev "user,id=net,hostfwd=tcp:127.0.0.1:$port-:80" -device virtio-net-pci,netdev=net,romfile=
}

# kernel: Debian's, which is fetched and not installed, and its drivers of the network card beside the root.
kernel() {
  mkdir -p "$out/kernel"
  if [ ! -e "$out/kernel/vmlinuz" ]; then
    name=$(apt-cache depends linux-image-cloud-amd64 | awk '/Depends:/ { print $2; exit }')
    echo "fetching Debian's $name"
    (cd "$out/kernel" && apt-get download -q -o APT::Sandbox::User=root "$name" >said 2>&1) || {
      tail -n 3 "$out/kernel/said" >&2
      echo "run: apt-get cannot fetch the kernel $name" >&2
      exit 1
    }
    rm -rf "$out/kernel/unpacked" "$out/kernel/drivers"
    dpkg-deb -x "$out/kernel/$name"_*.deb "$out/kernel/unpacked"
    mkdir -p "$out/kernel/drivers"
    # Where the link /lib leads to, which a folder of that name would replace.
    (cd "$out/kernel/unpacked" && find lib/modules \( -name 'virtio*.ko' -o -name '*failover.ko' \) \
      \( -path '*/drivers/virtio/*' -o -path '*/net/*' \) | cpio --quiet -pdm ../drivers/usr)
    cp "$out/kernel/unpacked/boot/vmlinuz-"* "$out/kernel/vmlinuz.new"
    rm -rf "$out/kernel/unpacked"
    mv "$out/kernel/vmlinuz.new" "$out/kernel/vmlinuz"
  fi
  # An initramfs may be several archives.
  { cat "$out/panux.cpio.gz" && (cd "$out/kernel/drivers" && find . | cpio --quiet -o -H newc -R 0:0 | gzip -1); } \
    >"$out/kernel/initrd"
}

# typed COMMAND…: types commands on the console, each when the one before has ended, and shows what comes.
typed() {
  work=$(mktemp -d)
  machine_pid=
  trap end_machine EXIT
  trap 'exit 130' INT TERM HUP
  mkfifo "$work/keys"
  : >"$work/console"
  (emulate <"$work/keys" >"$work/console" 2>&1) &
  machine_pid=$!
  exec 3>"$work/keys"
  prompts=1
  failed=
  for command in "linitctl wait boot; linitctl list" "$@"; do
    await "$prompts" ''
    [ "$prompts" -ne 2 ] || page >"$work/page" 2>&1 || failed=yes
    printf '%s\n' "$command" >&3
    prompts=$((prompts + 1))
  done
  # The last one may have ended the machine.
  await "$prompts" end
  exec 3>&-
  # Without what only a screen understands.
  esc=$(printf '\033')
  tr -d '\r' <"$work/console" | sed "s/$esc\[[0-9;?]*[a-zA-Z]//g; s/${esc}c//g"
  [ ! -e "$work/page" ] || cat "$work/page"
  [ -z "$failed" ]
}

# await N END: returns when the console has shown the N-th prompt or, where it may, the machine has ended.
await() {
  deadline=$(($(date +%s) + ${PANUX_PATIENCE:-400}))
  until [ "$(grep -a -c "$prompt" "$work/console")" -ge "$1" ]; do
    kill -0 "$machine_pid" 2>/dev/null || {
      [ -z "$2" ] || return 0
      cat "$work/console" >&2
      echo "run: the machine has ended before the command '$command'" >&2
      exit 1
    }
    [ "$(date +%s)" -lt "$deadline" ] || {
      tail -n 20 "$work/console" >&2
      echo "run: the machine does not answer" >&2
      exit 1
    }
    sleep 0.3
  done
}

end_machine() {
  [ -z "$machine_pid" ] || kill "$machine_pid" 2>/dev/null || :
  rm -rf "$work"
}
