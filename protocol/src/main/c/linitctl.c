/* The way of a command: words, request, answer, text, exit code. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "linitctl.h"

static char **arguments;
static const char *launcher;
static const struct verb *verb;

/* The words are the program's own, the launcher's path, and what the user has typed. */
_Noreturn void java(void) {
  arguments[0] = (char *)launcher;
  arguments[1] = "--java";
  execv(launcher, arguments);
  dprintf(2, "linitctl: cannot run %s: %s\n", launcher, strerror(errno));
  _exit(FAILED);
}

_Noreturn void finish(int code) {
  _exit(out_end(code));
}

int fail(int code, struct text message) {
  static struct buffer line;
  line.length = 0;
  put(&line, "linitctl: ");
  put_printable(&line, message);
  put(&line, "\n");
  out_flush();
  size_t written = 0;
  while (written < line.length) {
    ssize_t count = write(2, line.bytes + written, line.length - written);
    if (count < 0 && errno != EINTR) {
      break;
    }
    written += count > 0 ? (size_t)count : 0;
  }
  return code;
}

_Noreturn void gone(const char *why) {
  if (verb->silent) {
    finish(verb->unreachable);
  }
  struct buffer message = {0};
  put_format(&message, "linitd has gone: %s", why);
  finish(fail(verb->unreachable, text_in(&message)));
}

_Noreturn void malformed(void) {
  if (verb->changes) {
    gone("linitd sent what is no answer");
  }
  java();
}

int main(int count, char **words) {
  // Without words: whether it runs on this machine at all.
  if (count < 2) {
    return DONE;
  }
  arguments = words;
  launcher = words[1];
  // A socket must not come to lie where the answer is printed.
  for (int descriptor = 0; descriptor <= 2; descriptor++) {
    if (fcntl(descriptor, F_GETFD) < 0) {
      java();
    }
  }
  struct command command = parse(words + 2);
  verb = command.verb;
  struct text line = ask(&command);
  if (command.json && !verb->silent && !command.quiet) {
    put_text(&out, line);
    put(&out, "\n");
  }
  finish(verb->run(&command, json_parse(line)));
}
