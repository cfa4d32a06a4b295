/*
 * The small linitctl: the verbs that are asked often, without a JVM. It does what the Java client
 * does, byte for byte, or nothing: whatever it does not know wholly it leaves to that one, by
 * becoming it (java()), before anything was printed and before linitd was asked for a change.
 */
#ifndef LINITCTL_H
#define LINITCTL_H

#include <stdbool.h>
#include <stddef.h>

/* The exit codes; see docs/PROTOCOL.md and ExitCode.java. */
enum { DONE = 0, FAILED = 1, USAGE = 2, NOT_RUNNING = 3, NO_STATUS = 4, NO_LINITD = 7 };

/* Some UTF-8, which may hold a NUL. */
struct text {
  const char *bytes;
  size_t length;
};

/* Text that grows. */
struct buffer {
  char *bytes;
  size_t length;
  size_t room;
};

enum json_type { JSON_LITERAL, JSON_TRUE, JSON_INTEGER, JSON_TEXT, JSON_LIST, JSON_OBJECT };

/* A value of an answer. Its members or elements are a chain, from first by next. */
struct json {
  enum json_type type;
  struct text key;
  struct text text;
  long long integer;
  struct json *first;
  struct json *next;
};

struct command;

/* What can be asked for, as Verb.java has it. */
struct verb {
  const char *word;
  const char *op;
  int least;
  int most;
  bool changes; /* it is no question: linitd may be told only once */
  bool silent;  /* it speaks by its exit code alone */
  bool quiet;   /* takes --quiet */
  bool no_wait; /* takes --no-wait */
  bool unnamed; /* its words are no names for linitd */
  int unreachable; /* the exit code where no linitd answers */
  int (*run)(const struct command *, const struct json *answer);
};

/* The command line. */
struct command {
  const struct verb *verb;
  const char *socket;
  char **names;
  int count;
  bool json;
  bool quiet;
  bool no_wait;
};

/* linitctl.c */
_Noreturn void java(void);         /* becomes the Java client, with the same words */
_Noreturn void malformed(void);    /* the answer is none: the Java client asks again, and says why */
_Noreturn void gone(const char *); /* the connection has failed, and why */
int fail(int code, struct text message);
_Noreturn void finish(int code);

/* arguments.c */
struct command parse(char **words);

/* connection.c: sends the request, and gives the line that answers it, with its length. */
struct text ask(const struct command *command);

/* verbs.c */
extern const struct verb VERBS[];

/* json.c */
const struct json *json_parse(struct text line);
const struct json *json_get(const struct json *object, const char *key);
long long json_integer(const struct json *object, const char *key);
struct text json_text(const struct json *object, const char *key);
const struct json *json_list(const struct json *object, const char *key);

/* text.c */
struct text text_of(const char *string);
bool text_is(struct text text, const char *string);
bool text_equal(struct text a, struct text b);
bool text_is_utf8(struct text text);
size_t text_units(struct text text);
void put(struct buffer *, const char *string);
void put_text(struct buffer *, struct text text);
__attribute__((format(printf, 2, 3))) void put_format(struct buffer *, const char *format, ...);
void put_spaces(struct buffer *, long count);
void put_printable(struct buffer *, struct text text);
void put_clipped(struct buffer *, struct text text, size_t most);
void put_names(struct buffer *, const struct json *names, const char *between);
void strip_trailing(struct buffer *, size_t from);
struct text text_in(const struct buffer *);
void *grown(void *bytes, size_t size);

/* terminal.c */
struct service {
  struct text name;
  struct text state;
  struct text reason;
  struct text says;
  struct text description;
  long long since; /* in milliseconds since 1970, 0 where it was never started */
  long long took;  /* in milliseconds, -1 where it never came to run */
  long long pid;
  long long restarts;
  const struct json *waiting;
  const struct json *degraded;
  const struct json *faults; /* NULL where there are none */
};
void terminal_find(void);
struct service service_of(const struct json *json);
void put_state(struct buffer *, struct text state, size_t width);
void put_dim(struct buffer *, const char *string);
void put_wrapped(struct buffer *, struct text text, size_t indent);
void put_cut(struct buffer *, struct text text, size_t used);
void put_duration(struct buffer *, long long millis);
void put_age(struct buffer *, long long since);
void put_clock(struct buffer *, long long millis);
void put_lacks(struct buffer *, const struct service *);
void table(struct buffer *, const struct json *services);

/* status.c */
void status_of(struct buffer *, const struct json *service);

/* processes.c */
void put_processes(struct buffer *, const struct json *list, long long main,
                   const struct json *count);

/* output.c */
extern struct buffer out;
void out_flush(void);
int out_end(int code);

#endif
