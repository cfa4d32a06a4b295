/* The verbs that this program has, and what becomes of their answers. */
#include <limits.h>
#include <string.h>

#include "linitctl.h"

static int reply_code(const struct json *answer) {
  const struct json *code = json_get(answer, "code");
  return code != NULL && code->type == JSON_INTEGER ? (int)code->integer : DONE;
}

static struct text error_of(const struct json *json) {
  const struct json *error = json_get(json, "error");
  return error != NULL && error->type == JSON_TEXT ? error->text : text_of("");
}

static size_t count_of(const struct json *services, const char *state) {
  size_t count = 0;
  for (const struct json *it = services->first; it != NULL; it = it->next) {
    count += state == NULL || text_is(json_text(it, "state"), state);
  }
  return count;
}

static int is_state(const struct command *command, const struct json *answer, const char *state) {
  int code = reply_code(answer);
  if (code != DONE) {
    return code == USAGE ? fail(code, error_of(answer)) : command->verb->unreachable;
  }
  const struct json *services = json_list(answer, "services");
  size_t are = count_of(services, state);
  bool running = strcmp(state, "running") == 0;
  return (running ? are == count_of(services, NULL) : are > 0) ? DONE
         : running                                             ? NOT_RUNNING
                                                               : FAILED;
}

static int is_running(const struct command *command, const struct json *answer) {
  return is_state(command, answer, "running");
}

static int is_failed(const struct command *command, const struct json *answer) {
  return is_state(command, answer, "failed");
}

static int list(const struct command *command, const struct json *answer) {
  int code = reply_code(answer);
  if (code != DONE) {
    return command->json ? code : fail(code, error_of(answer));
  }
  const struct json *services = json_list(answer, "services");
  if (!command->json) {
    terminal_find();
    table(&out, services);
  }
  return DONE;
}

static int status(const struct command *command, const struct json *answer) {
  int code = reply_code(answer);
  const struct json *services = json_get(answer, "services");
  bool listed = services != NULL && services->type == JSON_LIST;
  if (!command->json && listed) {
    terminal_find();
    if (command->count == 0) {
      table(&out, services);
      return DONE;
    }
    for (const struct json *it = services->first; it != NULL; it = it->next) {
      status_of(&out, it);
    }
  }
  if (code != DONE) {
    return command->json ? code : fail(code, error_of(answer));
  }
  services = json_list(answer, "services");
  bool down = command->count > 0 && count_of(services, "running") < count_of(services, NULL);
  return down ? NOT_RUNNING : DONE;
}

static struct text value_of(const struct json *published) {
  if (published->type != JSON_OBJECT) {
    malformed();
  }
  return json_text(published, "value");
}

/* All values or one; Java knows what a name that nobody has published may have meant. */
static int published(const struct command *command, const struct json *answer) {
  int code = reply_code(answer);
  if (code != DONE) {
    return command->json ? code : fail(code, error_of(answer));
  }
  const struct json *values = json_get(answer, "published");
  if (values == NULL || values->type != JSON_OBJECT || (command->json && command->count > 0)) {
    java();
  }
  if (command->count > 0) {
    const struct json *value = json_get(values, command->names[0]);
    if (value == NULL) {
      java();
    }
    put_printable(&out, value_of(value));
    put(&out, "\n");
  }
  for (const struct json *it = values->first; command->count == 0 && !command->json && it != NULL;
       it = it->next) {
    put_text(&out, it->key);
    put(&out, "=");
    put_printable(&out, value_of(it));
    put(&out, "\n");
  }
  return DONE;
}

static int complain(int code, const struct json *answer) {
  const struct json *failures = json_get(answer, "failures");
  if (failures == NULL || failures->type != JSON_LIST) {
    return fail(code, error_of(answer));
  }
  for (const struct json *it = failures->first; it != NULL; it = it->next) {
    fail(code, error_of(it));
  }
  return code;
}

static bool is_asked_for(const struct command *command, struct text name) {
  for (int i = 0; i < command->count; i++) {
    if (text_is(name, command->names[i])) {
      return true;
    }
  }
  return false;
}

static int control(const struct command *command, const struct json *answer) {
  int code = reply_code(answer);
  if (command->json || code != DONE) {
    return command->json ? code : complain(code, answer);
  }
  const struct json *stopped = json_get(answer, "stopped");
  const char *before = "also stopped: ";
  if (stopped == NULL || stopped->type != JSON_LIST || command->quiet) {
    return DONE;
  }
  for (const struct json *it = stopped->first; it != NULL; it = it->next) {
    if (!is_asked_for(command, it->text)) {
      put(&out, before);
      put_text(&out, it->text);
      before = " ";
    }
  }
  put(&out, *before == ' ' ? "\n" : "");
  return DONE;
}

#define QUESTION .changes = false, .unreachable = NO_STATUS
#define SILENT QUESTION, .silent = true, .quiet = true
#define CHANGE .changes = true, .unreachable = NO_LINITD, .quiet = true, .run = control

const struct verb VERBS[] = {
    {"is-running", "status", 1, INT_MAX, SILENT, .run = is_running},
    {"is-failed", "status", 1, INT_MAX, SILENT, .run = is_failed},
    {"status", "status", 0, INT_MAX, QUESTION, .run = status},
    {"list", "list", 0, 0, .unreachable = NO_LINITD, .run = list},
    {"published", "published", 0, 1, .unnamed = true, .unreachable = NO_LINITD, .run = published},
    {"start", "start", 1, INT_MAX, CHANGE, .no_wait = true},
    {"stop", "stop", 1, INT_MAX, CHANGE, .no_wait = true},
    {"restart", "restart", 1, INT_MAX, CHANGE, .no_wait = true},
    {"try-restart", "try-restart", 1, INT_MAX, CHANGE, .no_wait = true},
    {"reload", "reload", 1, INT_MAX, CHANGE},
    {"reset", "reset", 0, INT_MAX, CHANGE},
    {0},
};
