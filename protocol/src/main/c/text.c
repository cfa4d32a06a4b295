/* UTF-8, counted and cut as Java does it: in units of UTF-16. Text.java says why what is replaced. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "linitctl.h"

void *grown(void *bytes, size_t size) {
  void *more = realloc(bytes, size);
  if (more == NULL) {
    dprintf(2, "linitctl: out of memory\n");
    _exit(FAILED);
  }
  return more;
}

struct text text_of(const char *string) {
  return (struct text){string, strlen(string)};
}

struct text text_in(const struct buffer *buffer) {
  return (struct text){buffer->bytes, buffer->length};
}

bool text_equal(struct text a, struct text b) {
  return a.length == b.length && (a.length == 0 || memcmp(a.bytes, b.bytes, a.length) == 0);
}

bool text_is(struct text text, const char *string) {
  return text_equal(text, text_of(string));
}

void put_text(struct buffer *buffer, struct text text) {
  if (buffer->room - buffer->length < text.length) {
    buffer->room = 2 * (buffer->length + text.length) + 256;
    buffer->bytes = grown(buffer->bytes, buffer->room);
  }
  if (text.length > 0) {
    memcpy(buffer->bytes + buffer->length, text.bytes, text.length);
    buffer->length += text.length;
  }
}

void put(struct buffer *buffer, const char *string) {
  put_text(buffer, text_of(string));
}

void put_format(struct buffer *buffer, const char *format, ...) {
  char text[1024];
  va_list values;
  va_start(values, format);
  vsnprintf(text, sizeof text, format, values);
  va_end(values);
  put(buffer, text);
}

void put_spaces(struct buffer *buffer, long count) {
  while (count-- > 0) {
    put(buffer, " ");
  }
}

/* Takes a character from the front of text, which is UTF-8. */
static unsigned next(struct text *text) {
  unsigned char first = (unsigned char)*text->bytes;
  size_t length = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  unsigned code = length == 1 ? first : first & (0x7fu >> length);
  for (size_t i = 1; i < length; i++) {
    code = code << 6 | ((unsigned char)text->bytes[i] & 0x3f);
  }
  text->bytes += length;
  text->length -= length;
  return code;
}

bool text_is_utf8(struct text text) {
  while (text.length > 0) {
    unsigned char first = (unsigned char)*text.bytes;
    size_t length = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    if ((first >= 0x80 && first < 0xc2) || first > 0xf4 || length > text.length) {
      return false;
    }
    for (size_t i = 1; i < length; i++) {
      if (((unsigned char)text.bytes[i] & 0xc0) != 0x80) {
        return false;
      }
    }
    static const unsigned least[] = {0, 0, 0x80, 0x800, 0x10000};
    unsigned code = next(&text);
    if (code < least[length] || code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) {
      return false;
    }
  }
  return true;
}

static size_t units(unsigned code) {
  return code >= 0x10000 ? 2 : 1;
}

size_t text_units(struct text text) {
  size_t count = 0;
  while (text.length > 0) {
    count += units(next(&text));
  }
  return count;
}

static bool is_harmful(unsigned code) {
  return code < ' ' || (code >= 0x7f && code < 0xa0) || (code >= 0x2028 && code <= 0x202e) ||
         (code >= 0x2066 && code <= 0x2069);
}

void put_printable(struct buffer *buffer, struct text text) {
  while (text.length > 0) {
    struct text before = text;
    if (is_harmful(next(&text))) {
      put(buffer, "?");
    } else {
      put_text(buffer, (struct text){before.bytes, (size_t)(text.bytes - before.bytes)});
    }
  }
}

void put_clipped(struct buffer *buffer, struct text text, size_t most) {
  if (text_units(text) <= most) {
    put_printable(buffer, text);
    return;
  }
  struct text rest = text;
  size_t count = 0;
  while (true) {
    struct text before = rest;
    count += units(next(&rest));
    if (count > most) {
      put_printable(buffer, (struct text){text.bytes, (size_t)(before.bytes - text.bytes)});
      put(buffer, "…");
      return;
    }
  }
}

void put_names(struct buffer *buffer, const struct json *names, const char *between) {
  for (const struct json *name = names->first; name != NULL; name = name->next) {
    put(buffer, name == names->first ? "" : between);
    put_text(buffer, name->text);
  }
}

/* What Character.isWhitespace holds for blank and may come through put_printable. */
static bool is_blank(unsigned code) {
  return code == ' ' || code == 0x1680 || (code >= 0x2000 && code <= 0x200a && code != 0x2007) ||
         code == 0x205f || code == 0x3000;
}

void strip_trailing(struct buffer *buffer, size_t from) {
  struct text text = {buffer->bytes + from, buffer->length - from};
  size_t kept = from;
  while (text.length > 0) {
    if (!is_blank(next(&text))) {
      kept = buffer->length - text.length;
    }
  }
  buffer->length = kept;
}
