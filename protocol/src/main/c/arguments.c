/* The command line, as far as it is an ordinary one; CommandLine.java has all of it. */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "linitctl.h"

/* The longest path that fits the address of a socket, with room for what Java counts. */
enum { MOST_PATH = 106, MOST_NAME = 64 };

static const char LETTERS[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-+";

static bool is_name(const char *word) {
  size_t length = strlen(word);
  return length > 0 && length <= MOST_NAME && strspn(word, LETTERS) == length && word[0] != '.' &&
         word[0] != '-';
}

/* Java reads a path in the locale's encoding, and takes what is not needed out of it. */
static const char *path(const char *root, const char *rest) {
  static char whole[PATH_MAX + MOST_PATH + 2];
  size_t length = strlen(root);
  if (length == 0 || length > MOST_PATH) {
    java();
  }
  for (const char *c = root; *c != '\0'; c++) {
    if (*c <= ' ' || *c > '~') {
      java();
    }
  }
  char folder[PATH_MAX] = "";
  if (root[0] != '/' && getcwd(folder, sizeof folder) == NULL) {
    java();
  }
  snprintf(whole, sizeof whole, "%s%s%s%s", folder, root[0] == '/' ? "" : "/", root, rest);
  if (strlen(whole) > MOST_PATH || whole[strlen(whole) - 1] == '/') {
    java();
  }
  return whole;
}

static const struct verb *verb_of(const char *word) {
  for (const struct verb *verb = VERBS; verb->word != NULL; verb++) {
    if (strcmp(verb->word, word) == 0) {
      return verb;
    }
  }
  java();
}

/* The argument of the option at *word, which follows it by = or is the next word. */
static const char *argument(char ***word, const char *option) {
  size_t length = strlen(option);
  const char *value = **word + length;
  if (strncmp(**word, option, length) != 0) {
    return NULL;
  }
  if (*value == '=' && option[1] == '-') {
    value++;
  } else if (*value == '\0' && (*word)[1] != NULL) {
    value = *++*word;
  } else if (*value != '\0') {
    return NULL;
  }
  if (*value == '\0') {
    java();
  }
  return value;
}

/* Whether the verb takes all that; what it does not is a mistake, about which Java says more. */
static void check(const struct command *command) {
  const struct verb *verb = command->verb;
  if (command->count < verb->least || command->count > verb->most ||
      (command->quiet && !verb->quiet) || (command->no_wait && !verb->no_wait)) {
    java();
  }
  for (int i = 0; i < command->count; i++) {
    if (!is_name(command->names[i])) {
      java();
    }
  }
}

struct command parse(char **words) {
  struct command command = {0};
  const char *socket = NULL;
  const char *root = NULL;
  bool plain = false;
  size_t count = 0;
  while (words[count] != NULL) {
    count++;
  }
  char **end = command.names = grown(NULL, (count + 1) * sizeof *words);
  for (char **word = words; *word != NULL; word++) {
    const char *value;
    if (plain || (*word)[0] != '-') {
      *end++ = *word;
    } else if ((value = argument(&word, "-p")) || (value = argument(&word, "--socket"))) {
      socket = value;
    } else if ((value = argument(&word, "--root"))) {
      root = value;
    } else if (strcmp(*word, "--json") == 0) {
      command.json = true;
    } else if (strcmp(*word, "-q") == 0 || strcmp(*word, "--quiet") == 0) {
      command.quiet = true;
    } else if (strcmp(*word, "--no-wait") == 0) {
      command.no_wait = true;
    } else if (strcmp(*word, "--") == 0) {
      plain = true;
    } else {
      java();
    }
  }
  if (end == command.names) {
    java();
  }
  command.verb = verb_of(*command.names++);
  command.count = (int)(end - command.names);
  check(&command);
  const char *environment = getenv("LINITSOCK");
  if (socket != NULL) {
    command.socket = path(socket, "");
  } else if (root != NULL) {
    command.socket = path(root, "/run/linit.sock");
  } else {
    bool set = environment != NULL && *environment != '\0';
    command.socket = path(set ? environment : "/run/linit/linit.sock", "");
  }
  return command;
}
