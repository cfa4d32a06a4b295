/* Reads an answer. It is changed in its place: a text is never longer than how it is written. */
#include <stdlib.h>
#include <string.h>

#include "linitctl.h"

enum { MOST_DEPTH = 16, LONGEST_INTEGER = 18 };

/* Where reading has come to; behind the text stands a NUL, which nothing takes. */
static char *at;
static struct json *unused;

static struct json *value(int depth);

static void take(char wanted) {
  if (*at != wanted) {
    malformed();
  }
  at++;
}

static bool took(char wanted) {
  if (*at != wanted) {
    return false;
  }
  at++;
  return true;
}

static unsigned hex4(void) {
  unsigned code = 0;
  for (int i = 0; i < 4; i++) {
    static const char digits[] = "0123456789abcdef";
    const char *digit = *at == '\0' ? NULL : strchr(digits, *at >= 'A' && *at <= 'F' ? *at + 32 : *at);
    if (digit == NULL) {
      malformed();
    }
    code = code * 16 + (unsigned)(digit - digits);
    at++;
  }
  return code;
}

/* Writes a character behind what was read of its text; gives where the next one belongs. */
static char *utf8(char *to, unsigned code) {
  if (code < 0x80) {
    *to++ = (char)code;
    return to;
  }
  int more = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
  *to++ = (char)((0xff80 >> more & 0xff) | code >> (6 * more));
  while (more-- > 0) {
    *to++ = (char)(0x80 | (code >> (6 * more) & 0x3f));
  }
  return to;
}

static char *escaped(char *to) {
  static const char names[] = "\"\\/bfnrt";
  static const char meant[] = "\"\\/\b\f\n\r\t";
  if (!took('u')) {
    const char *name = *at == '\0' ? NULL : strchr(names, *at);
    if (name == NULL) {
      malformed();
    }
    at++;
    *to = meant[name - names];
    return to + 1;
  }
  unsigned code = hex4();
  if (code >= 0xd800 && code < 0xe000) {
    unsigned high = code;
    take('\\');
    take('u');
    unsigned low = hex4();
    if (high >= 0xdc00 || low < 0xdc00 || low >= 0xe000) {
      malformed();
    }
    code = 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
  }
  return utf8(to, code);
}

static struct text string(void) {
  take('"');
  char *begin = at;
  char *to = at;
  while (!took('"')) {
    if ((unsigned char)*at < ' ') {
      malformed();
    }
    if (took('\\')) {
      to = escaped(to);
    } else {
      *to++ = *at++;
    }
  }
  return (struct text){begin, (size_t)(to - begin)};
}

/* Integers are all that this program asks for; another number is there and is none of them. */
static void number(struct json *json) {
  char *begin = at;
  at += strspn(at, "+-.0123456789eE");
  size_t length = (size_t)(at - begin);
  size_t digits = strspn(begin + (*begin == '-'), "0123456789") + (*begin == '-');
  if (length == 0) {
    malformed();
  }
  if (digits == length && length <= LONGEST_INTEGER) {
    json->type = JSON_INTEGER;
    for (char *c = begin + (*begin == '-'); c < at; c++) {
      json->integer = json->integer * 10 + (*c - '0');
    }
    json->integer *= *begin == '-' ? -1 : 1;
  }
}

static void chain(struct json *json, char end, int depth) {
  struct json **last = &json->first;
  if (depth > MOST_DEPTH) {
    malformed();
  }
  while (!took(end)) {
    if (json->first != NULL) {
      take(',');
    }
    struct text key = {0};
    if (json->type == JSON_OBJECT) {
      key = string();
      take(':');
    }
    *last = value(depth);
    (*last)->key = key;
    last = &(*last)->next;
  }
}

static bool word(const char *wanted) {
  size_t length = strlen(wanted);
  if (strncmp(at, wanted, length) != 0) {
    return false;
  }
  at += length;
  return true;
}

static struct json *value(int depth) {
  struct json *json = unused++;
  if (took('{')) {
    json->type = JSON_OBJECT;
    chain(json, '}', depth + 1);
  } else if (took('[')) {
    json->type = JSON_LIST;
    chain(json, ']', depth + 1);
  } else if (*at == '"') {
    json->type = JSON_TEXT;
    json->text = string();
  } else if (word("true")) {
    json->type = JSON_TRUE;
  } else if (!word("false") && !word("null")) {
    number(json);
  }
  return json;
}

/* linitd writes no blanks between values; an answer that has some is left to the Java client. */
const struct json *json_parse(struct text line) {
  // Each value but the first follows one of these.
  size_t most = 1;
  for (size_t i = 0; i < line.length; i++) {
    most += strchr("[,:", line.bytes[i]) != NULL;
  }
  if (line.length == 0 || line.bytes[0] != '{' || !text_is_utf8(line)) {
    malformed();
  }
  unused = grown(NULL, most * sizeof *unused);
  memset(unused, 0, most * sizeof *unused);
  at = (char *)line.bytes;
  const struct json *json = value(0);
  if (at != line.bytes + line.length) {
    malformed();
  }
  return json;
}

const struct json *json_get(const struct json *object, const char *key) {
  const struct json *found = NULL;
  for (const struct json *it = object->first; it != NULL; it = it->next) {
    if (text_is(it->key, key)) {
      found = it;
    }
  }
  return found;
}

static const struct json *required(const struct json *object, const char *key, enum json_type type) {
  const struct json *json = json_get(object, key);
  if (object->type != JSON_OBJECT || json == NULL || json->type != type) {
    malformed();
  }
  return json;
}

long long json_integer(const struct json *object, const char *key) {
  return required(object, key, JSON_INTEGER)->integer;
}

struct text json_text(const struct json *object, const char *key) {
  return required(object, key, JSON_TEXT)->text;
}

const struct json *json_list(const struct json *object, const char *key) {
  return required(object, key, JSON_LIST);
}
