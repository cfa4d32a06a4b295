# shellcheck shell=sh
# The image in Docker. Sourced by run.
: "${linit_source:?}" "${out:?}" "${port?}" "${once?}"
# shellcheck source=scripts/lib/containers.sh
. "$linit_source/scripts/lib/containers.sh"

# What a test passes over is missing here.
linit_skip() {
  echo "run: $1" >&2
  exit 1
}

run_it() {
  # shellcheck disable=SC2034 # setup.sh reads it
  linit_policy=/usr/sbin/policy-rc.d
  linit_setup dockerd:docker.io docker:docker.io iptables curl
  work=$(mktemp -d)
  engine=
  container=
  trap end_container EXIT
  trap 'exit 130' INT TERM HUP
  # One of its own where none answers, which ends with this command.
  linit_engine
  docker import --change 'ENTRYPOINT ["linitd", "--output", "text", "run"]' --change 'ENV PATH=/usr/bin' \
    --change 'EXPOSE 80' --change 'HEALTHCHECK --interval=10s CMD ["linitctl", "is-running", "boot"]' \
    "$out/panux.tar" panux >/dev/null
  container=$(docker run -d -p "127.0.0.1:$port:80" -v "$out/repo:/repo:ro" panux)
  port=$(docker port "$container" 80/tcp | sed -n 's/^127.0.0.1://p')
  deadline=$(($(date +%s) + ${PANUX_PATIENCE:-400}))
  until docker exec "$container" linitctl wait boot 2>"$work/said"; do
    [ "$(date +%s)" -lt "$deadline" ] || {
      tail -n 1 "$work/said" >&2
      echo "run: the container does not answer" >&2
      exit 1
    }
    [ "$(docker inspect -f '{{.State.Running}}' "$container")" = true ] || {
      docker logs "$container" >&2
      echo "run: the container has ended" >&2
      exit 1
    }
    sleep 0.2
  done
  in_container linitctl list
  page
  for command in "$@"; do
    in_container sh -c "$command"
  done
  [ -n "$once" ] || {
    echo "it runs until it is interrupted; look into it: docker ${DOCKER_HOST:+-H $DOCKER_HOST }exec -it $(echo "$container" | cut -c 1-12) sh"
    docker wait "$container"
  }
}

# in_container COMMAND WORD…: says what is run, and runs it there.
in_container() {
  if [ "$1" = sh ]; then echo "# $3"; else echo "# $*"; fi
  docker exec "$container" "$@"
}

end_container() {
  [ -z "$container" ] || {
    docker stop "$container" >/dev/null
    docker rm "$container" >/dev/null
  }
  linit_containers_end
}
