/* What is printed. It is kept until the end, so that until then the Java client can still begin. */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "linitctl.h"

struct buffer out;

static bool failed;

static bool write_out(const char *bytes, size_t length) {
  while (length > 0) {
    ssize_t count = write(1, bytes, length);
    if (count >= 0) {
      bytes += count;
      length -= (size_t)count;
    } else if (errno == EAGAIN) {
      poll(&(struct pollfd){.fd = 1, .events = POLLOUT}, 1, -1);
    } else if (errno != EINTR) {
      return false;
    }
  }
  return true;
}

void out_flush(void) {
  signal(SIGPIPE, SIG_IGN);
  failed = !write_out(out.bytes, out.length) || failed;
  out.length = 0;
}

/* A reader that has left, as head does, has what it wanted. */
static bool is_pipe(void) {
  char target[16];
  ssize_t length = readlink("/proc/self/fd/1", target, sizeof target);
  return length >= 7 && (strncmp(target, "pipe:", 5) == 0 || strncmp(target, "socket:", 7) == 0);
}

/* Writes what is left, and gives the exit code of a verb that has come to code; see Unwritten.java. */
int out_end(int code) {
  out_flush();
  if (!failed || is_pipe()) {
    return code;
  }
  bool works = write_out("\n", 1);
  struct buffer message = {0};
  put(&message, "cannot write the answer: ");
  put(&message, works ? "a part of it is missing" : strerror(errno));
  failed = false;
  return fail(FAILED, text_in(&message));
}
