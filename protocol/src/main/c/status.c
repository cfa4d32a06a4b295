/* A service in several lines: what status of a name says. */
#include <string.h>

#include "linitctl.h"

enum { KEY_WIDTH = 9 };

static const struct json NOTHING = {.type = JSON_LIST};

static struct text optional_text(const struct json *json, const char *key) {
  const struct json *found = json_get(json, key);
  return found != NULL && found->type == JSON_TEXT ? found->text : text_of("");
}

static const struct json *optional_list(const struct json *json, const char *key) {
  const struct json *found = json_get(json, key);
  return found != NULL && found->type == JSON_LIST ? found : &NOTHING;
}

static void put_line(struct buffer *buffer, const char *what, struct text text) {
  if (text.length > 0) {
    put(buffer, "  ");
    put(buffer, what);
    put_spaces(buffer, KEY_WIDTH - (long)strlen(what));
    put(buffer, "  ");
    put_wrapped(buffer, text, KEY_WIDTH + 4);
    put(buffer, "\n");
  }
}

/* Empties a cell for the next text. */
static struct buffer *cell(void) {
  static struct buffer text;
  text.length = 0;
  return &text;
}

static struct text names(const struct json *list) {
  struct buffer *text = cell();
  for (const struct json *it = list->first; it != NULL; it = it->next) {
    if (it->type != JSON_TEXT) {
      malformed();
    }
  }
  put_names(text, list, ", ");
  return text_in(text);
}

static struct text process(const struct service *service) {
  struct buffer *text = cell();
  if (service->pid != 0) {
    put_format(text, "%lld%s", service->pid, service->restarts != 0 ? ", " : "");
  }
  if (service->restarts == 1) {
    put(text, "restarted once");
  } else if (service->restarts != 0) {
    put_format(text, "restarted %lld times", service->restarts);
  }
  return text_in(text);
}

static struct text uses(const struct json *json) {
  struct buffer *text = cell();
  if (optional_list(json, "processes")->first != NULL) {
    long long kilobytes = json_integer(json, "memory_kb");
    put_duration(text, json_integer(json, "cpu_ms"));
    if (kilobytes < 1024) {
      put_format(text, " of CPU, %lld KB of memory", kilobytes);
    } else {
      put_format(text, " of CPU, %lld.%lld MB of memory", kilobytes / 1024,
                 kilobytes % 1024 * 10 / 1024);
    }
  }
  return text_in(text);
}

static struct text asker(const struct json *json) {
  static const char *const kinds[][2] = {
      {"dep", ", which needs it"}, {"want", ", which wants it"}, {"restart", ", restarted with it"}};
  struct text kind = optional_text(json, "asked_kind");
  struct text by = optional_text(json, "asked_by");
  struct buffer *text = cell();
  for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
    if (text_is(kind, kinds[i][0]) && (by.length > 0 || i < 2)) {
      put_text(text, by);
      put(text, kinds[i][1]);
    }
  }
  put(text, text_is(kind, "client") ? "linitctl" : text_is(kind, "linitd") ? "linitd" : "");
  return text_in(text);
}

static void put_log(struct buffer *buffer, const struct json *log) {
  put(buffer, log->first == NULL ? "" : "  log\n");
  for (const struct json *it = log->first; it != NULL; it = it->next) {
    size_t begin = buffer->length;
    put(buffer, "    ");
    put_clock(buffer, json_integer(it, "time_ms"));
    put(buffer, " ");
    put_cut(buffer, json_text(it, "text"), buffer->length - begin);
    strip_trailing(buffer, begin);
    put(buffer, "\n");
  }
}

static void put_first_line(struct buffer *buffer, const struct service *service) {
  put_text(buffer, service->name);
  put(buffer, ": ");
  put_state(buffer, service->state, 0);
  if (service->since == 0) {
    put(buffer, ", never started");
  } else {
    put(buffer, " since ");
    put_clock(buffer, service->since);
    put(buffer, " (");
    put_age(buffer, service->since);
    put(buffer, ")");
  }
  if (text_is(service->state, "running") && service->took >= 0) {
    put(buffer, ", took ");
    put_duration(buffer, service->took);
  }
  put(buffer, "\n");
}

void status_of(struct buffer *buffer, const struct json *json) {
  struct service service = service_of(json);
  const struct json *changed = json_get(json, "script_changed");
  const struct json *processes = optional_list(json, "processes");
  const struct json *count = json_get(json, "process_count");
  put_first_line(buffer, &service);
  put_line(buffer, "is", service.description);
  put_line(buffer, "reason", service.reason);
  put_line(buffer, "fault", names(optional_list(json, "faults")));
  put_line(buffer, "says", service.says);
  put_line(buffer, "process", process(&service));
  put_line(buffer, "uses", uses(json));
  put_line(buffer, "asked by", asker(json));
  struct buffer *lacks = cell();
  put_lacks(lacks, &service);
  put_line(buffer, "degraded", text_in(lacks));
  put_line(buffer, "waits for", names(service.waiting));
  put_line(buffer, "needs", names(optional_list(json, "needs")));
  put_line(buffer, "needed by", names(optional_list(json, "needed_by")));
  put_line(buffer, "provides", names(optional_list(json, "provides")));
  bool is_other = changed != NULL && changed->type == JSON_TRUE;
  put_line(buffer, "script", text_of(is_other ? "has changed since it was started" : ""));
  struct buffer *says = cell();
  if (optional_text(json, "script_status").length > 0) {
    put(says, "says: ");
    put_text(says, optional_text(json, "script_status"));
  }
  put_line(buffer, "script", text_in(says));
  put_processes(buffer, processes, service.pid, count);
  put_log(buffer, optional_list(json, "log"));
}
