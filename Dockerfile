# The images of linit: a small one, which is the last stage, and "debian", where apt-get adds servers.
# Both have linit, a Java runtime made by jlink, and tini. scripts/image builds them, out of linit's own
# archive.
ARG BASE=debian:bookworm-slim

FROM $BASE AS build
# binutils: jlink takes the debugging symbols out with objcopy.
RUN apt-get update && apt-get install -y --no-install-recommends \
  binutils busybox dash openjdk-17-jdk-headless tini util-linux
# What linit needs of Java: the base, sun.misc.Signal for signals, elliptic curves for https checks.
# Of the JVM jlink leaves the table of its functions, 4 MB.
RUN jlink --add-modules java.base,jdk.unsupported,jdk.crypto.ec \
  --strip-debug --no-header-files --no-man-pages --compress=2 --output /usr/lib/linit-java \
  && strip --strip-unneeded /usr/lib/linit-java/lib/server/libjvm.so
ADD linit.tar.gz /
RUN JAVA_HOME=/usr/lib/linit-java /linit-*/install --prefix /usr
COPY container.conf /etc/linit.conf
# An engine may run it as any user of group 0.
RUN mkdir -p /etc/rc.d /run/linit /var/log/linit && chmod 775 /run/linit /var/log/linit \
  && mkdir /linit && cp -a --parents /usr/lib/linit-java /usr/lib/linit /usr/bin/linit* \
  /etc/rc.common /etc/linit.conf /etc/rc.d /run/linit /var/log/linit /linit
# The system of the small image: dash, busybox and what of the scripts' needs that has not, with the
# libraries that they and Java need, and the names and licences of the packages that these are from.
RUN set -e; mkdir -p /small/usr/bin /small/usr/sbin /small/usr/lib /small/usr/lib64 \
  /small/etc/init.d /small/var/lib/dpkg/status.d /small/dev /small/proc /small/sys /small/root; \
  mkdir -m 1777 /small/tmp; cd /small; ln -s usr/bin usr/sbin usr/lib usr/lib64 .; \
  busybox --install -s usr/bin; \
  programs="/usr/bin/busybox /usr/bin/dash /usr/bin/nice /usr/bin/setpriv /usr/bin/tini"; \
  rm usr/bin/setpriv; \
  for file in $programs /usr/lib/linit-java/bin/java $(find /usr/lib/linit-java/lib -name '*.so'); do \
  ldd "$file"; done | awk '/=> \// { print $3 } $1 ~ /^\// { print $1 }' | grep -v /linit-java/ \
  | sort -u | xargs cp -L --parents -t . $programs; \
  ln -sf dash usr/bin/sh; \
  cp -aL --parents -t . /etc/passwd /etc/group /etc/nsswitch.conf /etc/os-release /etc/debian_version \
  /usr/lib/locale/C.utf8; \
  for package in base-files busybox coreutils dash gcc-12-base libc6 libcap-ng0 libgcc-s1 libstdc++6 tini \
  util-linux zlib1g; do \
  dpkg -s "$package" >"var/lib/dpkg/status.d/$package"; \
  [ ! -e "/usr/share/doc/$package/copyright" ] || cp --parents "/usr/share/doc/$package/copyright" .; \
  done

FROM $BASE AS debian
RUN apt-get update \
  && apt-get install -y --no-install-recommends tini \
  && rm -rf /var/lib/apt/lists/* /var/cache/apt/* /var/log/apt /var/log/dpkg.log
COPY --from=build /linit /
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s CMD ["linitctl", "is-running", "boot"]
ENTRYPOINT ["linitd", "--output", "text", "run"]

FROM scratch
COPY --from=build /small /
COPY --from=build /linit /
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s CMD ["linitctl", "is-running", "boot"]
ENTRYPOINT ["linitd", "--output", "text", "run"]
