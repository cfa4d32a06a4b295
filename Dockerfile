# The image of linit: a Debian with a small Java runtime, linit, and tini in front of it as process 1.
# scripts/image builds it, out of linit's own archive.
ARG BASE=debian:bookworm-slim

FROM $BASE AS build
# binutils: jlink takes the debugging symbols out with objcopy.
RUN apt-get update && apt-get install -y --no-install-recommends binutils openjdk-17-jdk-headless
# What linit needs of Java: the base, sun.misc.Signal for signals, elliptic curves for https checks.
RUN jlink --add-modules java.base,jdk.unsupported,jdk.crypto.ec \
  --strip-debug --no-header-files --no-man-pages --compress=2 --output /usr/lib/linit-java
ADD linit.tar.gz /
RUN JAVA_HOME=/usr/lib/linit-java /linit-*/install --prefix /usr

FROM $BASE
RUN apt-get update \
  && apt-get install -y --no-install-recommends tini \
  && rm -rf /var/lib/apt/lists/* /var/cache/apt/* /var/log/apt /var/log/dpkg.log
COPY --from=build /usr/lib/linit-java /usr/lib/linit-java
COPY --from=build /usr/lib/linit /usr/lib/linit
COPY --from=build /usr/bin/linit* /usr/bin/
COPY --from=build /etc/rc.common /etc/rc.common
COPY container.conf /etc/linit.conf
# An engine may run it as any user of group 0.
RUN mkdir -p /etc/rc.d /run/linit /var/log/linit && chmod 775 /run/linit /var/log/linit
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s CMD ["linitctl", "is-running", "boot"]
ENTRYPOINT ["linitd", "--output", "text", "run"]
