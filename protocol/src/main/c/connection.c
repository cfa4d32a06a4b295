/* One request, and the line that answers it. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "linitctl.h"

/* The longest request that linitd takes, and the longest answer that the Java client does. */
enum { MOST_REQUEST = 64 * 1024, MOST_ANSWER = 256 * 1024 * 1024, CHUNK = 16 * 1024 };

static struct text request(const struct command *command) {
  static struct buffer line;
  const struct verb *verb = command->verb;
  put_format(&line, "{\"id\":1,\"op\":\"%s\"", verb->op);
  int count = verb->unnamed ? 0 : command->count;
  for (int i = 0; i < count; i++) {
    put_format(&line, "%s\"%s\"", i == 0 ? ",\"names\":[" : ",", command->names[i]);
  }
  put(&line, count > 0 ? "]" : "");
  if (command->no_wait) {
    put(&line, ",\"no_wait\":true");
  }
  if (strcmp(verb->word, "status") == 0) {
    put(&line, command->count > 0 ? ",\"details\":true" : command->json ? "" : ",\"brief\":true");
  }
  put(&line, "}\n");
  if (line.length > MOST_REQUEST) {
    java();
  }
  return text_in(&line);
}

/* Of what can go wrong here the Java client says what it means. */
static int connected(const struct command *command) {
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  strncpy(address.sun_path, command->socket, sizeof address.sun_path - 1);
  int socket_ = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  int result;
  do {
    result = connect(socket_, (struct sockaddr *)&address, sizeof address);
  } while (result < 0 && errno == EINTR);
  if (result == 0) {
    return socket_;
  }
  if (command->verb->silent) {
    finish(command->verb->unreachable);
  }
  java();
}

static void send_all(int socket_, struct text text) {
  for (size_t sent = 0; sent < text.length;) {
    ssize_t count = send(socket_, text.bytes + sent, text.length - sent, MSG_NOSIGNAL);
    if (count < 0 && (errno == EPIPE || errno == ECONNRESET)) {
      // Whoever was turned away finds the reason among what can still be read.
      return;
    }
    if (count < 0 && errno != EINTR) {
      gone(strerror(errno));
    }
    sent += count > 0 ? (size_t)count : 0;
  }
}

struct text ask(const struct command *command) {
  static struct buffer line;
  int socket_ = connected(command);
  send_all(socket_, request(command));
  while (true) {
    if (line.room - line.length < CHUNK) {
      line.room = line.room == 0 ? 4 * CHUNK : line.room * 2;
      line.bytes = grown(line.bytes, line.room);
    }
    ssize_t count = read(socket_, line.bytes + line.length, line.room - line.length - 1);
    if (count < 0 && errno == EINTR) {
      continue;
    }
    if (count < 0) {
      gone(errno == ECONNRESET ? "Connection reset" : strerror(errno));
    }
    if (count == 0) {
      gone(line.length > 0 && line.bytes[0] == '{' ? "linitd ended the connection within an answer"
                                                   : "linitd ended the connection");
    }
    char *came = line.bytes + line.length;
    line.length += (size_t)count;
    for (char *c = came; c < came + count; c++) {
      if (*c == '\n' || *c == '\0') {
        *c = '\0';
        return (struct text){line.bytes, (size_t)(c - line.bytes)};
      }
    }
    if (line.length > MOST_ANSWER) {
      malformed();
    }
  }
}
