/* Services as text: in colour and cut to the width on a terminal, plain in a pipe. */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#include "linitctl.h"

enum { NARROWEST_NOTE = 10, NARROWEST_NAME = 8, NARROWEST_CUT = 5, STATE_AND_GAPS = 12, TIMES = 22 };

/* The width of the terminal; 0 where the output is none. */
static long columns;
static bool colour;

/* What the launcher of the Java client finds out. */
void terminal_find(void) {
  if (!isatty(1)) {
    return;
  }
  const char *set = getenv("COLUMNS");
  if (set != NULL && *set != '\0') {
    size_t length = strlen(set);
    if (*set == '0' || length > 6 || strspn(set, "0123456789") != length) {
      java();
    }
    columns = atol(set);
  } else {
    struct winsize size;
    int terminal = open("/dev/tty", O_RDONLY | O_CLOEXEC);
    columns = ioctl(terminal, TIOCGWINSZ, &size) == 0 ? size.ws_col : 80;
  }
  const char *no_colour = getenv("NO_COLOR");
  colour = columns > 0 && (no_colour == NULL || *no_colour == '\0');
}

static const struct json *names_of(const struct json *json, const char *key) {
  const struct json *list = json_list(json, key);
  for (const struct json *it = list->first; it != NULL; it = it->next) {
    if (it->type != JSON_TEXT) {
      malformed();
    }
  }
  return list;
}

struct service service_of(const struct json *json) {
  struct service service = {
      .name = json_text(json, "name"),
      .state = json_text(json, "state"),
      .reason = json_text(json, "reason"),
      .says = json_text(json, "says"),
      .description = json_text(json, "description"),
      .since = json_integer(json, "since_ms"),
      .took = json_integer(json, "took_ms"),
      .pid = json_integer(json, "pid"),
      .restarts = json_integer(json, "restarts"),
      .waiting = names_of(json, "waiting"),
      .degraded = names_of(json, "degraded"),
      .faults = json_get(json, "faults") == NULL ? NULL : names_of(json, "faults"),
  };
  return service;
}

static const char *colour_of(struct text state) {
  static const char *const colours[][2] = {
      {"running", "32"},  {"failed", "1;31"}, {"starting", "33"},
      {"stopping", "33"}, {"null", "2"},      {"stopped", "2"},
  };
  for (size_t i = 0; i < sizeof colours / sizeof *colours; i++) {
    if (text_is(state, colours[i][0])) {
      return colours[i][1];
    }
  }
  malformed();
}

void put_state(struct buffer *buffer, struct text state, size_t width) {
  const char *code = colour_of(state);
  if (colour) {
    put_format(buffer, "\033[%sm", code);
  }
  put_text(buffer, state);
  put_spaces(buffer, (long)width - (long)state.length);
  put(buffer, colour ? "\033[0m" : "");
}

void put_dim(struct buffer *buffer, const char *string) {
  put(buffer, colour ? "\033[2m" : "");
  put(buffer, string);
  put(buffer, colour ? "\033[0m" : "");
}

/* A text as it fits a line of which used columns are taken. */
void put_cut(struct buffer *buffer, struct text text, size_t used) {
  long left = columns - (long)used - 1;
  if (columns == 0) {
    put_printable(buffer, text);
  } else {
    put_clipped(buffer, text, (size_t)(left < NARROWEST_CUT ? NARROWEST_CUT : left));
  }
}

/*
 * Sentences as they fit the terminal, broken between words; further lines begin where this one does,
 * after indent columns.
 */
void put_wrapped(struct buffer *buffer, struct text text, size_t indent) {
  size_t column = indent;
  bool fresh = true;
  for (size_t begin = 0, end = 0; begin < text.length; begin = end) {
    while (end < text.length && text.bytes[end] == ' ') {
      end++;
    }
    size_t word = end;
    while (end < text.length && text.bytes[end] != ' ') {
      end++;
    }
    size_t length = text_units((struct text){text.bytes + begin, end - begin});
    if (columns != 0 && !fresh && (long)(column + length) > columns - 1) {
      put(buffer, "\n");
      put_spaces(buffer, (long)indent);
      column = indent;
      length -= word - begin;
      begin = word;
    }
    put_printable(buffer, (struct text){text.bytes + begin, end - begin});
    column += length;
    fresh = false;
  }
}

void put_duration(struct buffer *buffer, long long millis) {
  long long seconds = millis / 1000;
  if (millis < 1000) {
    put_format(buffer, "%lld ms", millis);
  } else if (seconds < 60) {
    put_format(buffer, "%lld.%lld s", seconds, millis % 1000 / 100);
  } else if (seconds < 3600) {
    put_format(buffer, "%lld min %lld s", seconds / 60, seconds % 60);
  } else if (seconds < 86400) {
    put_format(buffer, "%lld h %lld min", seconds / 3600, seconds % 3600 / 60);
  } else {
    put_format(buffer, "%lld d %lld h", seconds / 86400, seconds % 86400 / 3600);
  }
}

/* How long ago that is. */
void put_age(struct buffer *buffer, long long since) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  long long millis = now.tv_sec * 1000LL + now.tv_nsec / 1000000 - since;
  if (millis >= 1000 && millis < 60000) {
    put_format(buffer, "%lld s", millis / 1000);
  } else {
    put_duration(buffer, millis < 0 ? 0 : millis);
  }
  put(buffer, " ago");
}

void put_lacks(struct buffer *buffer, const struct service *service) {
  const struct json *names = service->degraded;
  if (names->first != NULL) {
    put_names(buffer, names, ", ");
    put(buffer, names->first->next == NULL ? " is not running" : " are not running");
  }
}

/* What it waits for or runs without, or the reason of its state. */
static void put_why(struct buffer *buffer, const struct service *service) {
  if (service->waiting->first != NULL) {
    put(buffer, "waiting for ");
    put_names(buffer, service->waiting, ", ");
  } else if (service->degraded->first != NULL) {
    put(buffer, "degraded: ");
    put_lacks(buffer, service);
  } else if (service->reason.length == 0 && service->faults != NULL) {
    put(buffer, "fault: ");
    put_names(buffer, service->faults, ", ");
  } else {
    put_text(buffer, service->reason);
  }
}

static void put_right(struct buffer *buffer, struct text text, long width) {
  put_spaces(buffer, width - (long)text.length);
  put_text(buffer, text);
}

static void put_times(struct buffer *buffer, const struct service *service) {
  static struct buffer cell;
  cell.length = 0;
  if (service->took < 0) {
    put(&cell, "-");
  } else {
    put_duration(&cell, service->took);
  }
  put_right(buffer, text_in(&cell), 8);
  put(buffer, "  ");
  cell.length = 0;
  if (service->since == 0) {
    put(&cell, "-");
  } else {
    put_age(&cell, service->since);
  }
  put_right(buffer, text_in(&cell), 10);
  put(buffer, "  ");
}

/* One line a service; times are left out where the terminal is too narrow for them. */
void table(struct buffer *buffer, const struct json *services) {
  static struct buffer cell;
  long name = 4;
  for (const struct json *it = services->first; it != NULL; it = it->next) {
    long units = (long)text_units(service_of(it).name);
    name = units > name ? units : name;
  }
  bool times = columns == 0 || name + TIMES + STATE_AND_GAPS + NARROWEST_NOTE < columns;
  if (!times) {
    long note = NARROWEST_NOTE;
    for (const struct json *it = services->first; it != NULL; it = it->next) {
      struct service service = service_of(it);
      cell.length = 0;
      put_why(&cell, &service);
      long units = (long)text_units(text_in(&cell));
      long wanted = units < columns / 3 ? units : columns / 3;
      note = wanted > note ? wanted : note;
    }
    long most = columns - STATE_AND_GAPS - note - 1;
    most = most < NARROWEST_NAME ? NARROWEST_NAME : most;
    name = name < most ? name : most;
  }
  cell.length = 0;
  put(&cell, "NAME");
  put_spaces(&cell, name - 4);
  put(&cell, times ? "  STATE         TOOK       SINCE  WHY" : "  STATE     WHY");
  put_text(&cell, (struct text){"", 1});
  put_dim(buffer, cell.bytes);
  put(buffer, "\n");
  for (const struct json *it = services->first; it != NULL; it = it->next) {
    struct service service = service_of(it);
    size_t begin = buffer->length;
    long units = (long)text_units(service.name);
    if (units > name) {
      put_clipped(buffer, service.name, (size_t)name - 1);
    } else {
      put_text(buffer, service.name);
      put_spaces(buffer, name - units);
    }
    put(buffer, "  ");
    put_state(buffer, service.state, 8);
    put(buffer, "  ");
    if (times) {
      put_times(buffer, &service);
    }
    cell.length = 0;
    put_why(&cell, &service);
    put_cut(buffer, text_in(&cell), (size_t)(name + STATE_AND_GAPS + (times ? TIMES : 0)));
    strip_trailing(buffer, begin);
    put(buffer, "\n");
  }
}
