/* The time of day, with the day where that is another one; where the C library and Java are sure to agree on the local time zone. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "linitctl.h"

enum { MOST_ZONE = 64 };

static const char FOLDER[] = "/usr/share/zoneinfo/";

/* Names of the one zone that has no rules. */
static bool is_utc(const char *zone) {
  return strcmp(zone, "UTC") == 0 || strcmp(zone, "Etc/UTC") == 0;
}

/* A name as Europe/Berlin, of a file that is there; the other forms each side reads its own way. */
static bool is_region(const char *zone) {
  static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_+-/";
  char file[sizeof FOLDER + MOST_ZONE];
  if (strlen(zone) > MOST_ZONE || *zone < 'A' || *zone > 'Z' || strchr(zone, '/') == NULL ||
      strspn(zone, allowed) != strlen(zone)) {
    return false;
  }
  snprintf(file, sizeof file, "%s%s", FOLDER, zone);
  return access(file, R_OK) == 0;
}

/* Older JDKs believe /etc/timezone before they look at /etc/localtime. */
static bool same_for_old_jdks(const char *zone) {
  char named[MOST_ZONE + 2] = "";
  int file = open("/etc/timezone", O_RDONLY | O_CLOEXEC);
  if (file < 0) {
    return errno == ENOENT;
  }
  ssize_t length = read(file, named, sizeof named - 1);
  close(file);
  named[length < 0 ? 0 : length] = '\0';
  named[strcspn(named, "\n")] = '\0';
  return strcmp(named, zone) == 0 || (is_utc(named) && is_utc(zone));
}

static bool is_agreed(void) {
  const char *set = getenv("TZ");
  if (set != NULL) {
    return is_utc(set) || is_region(set);
  }
  char target[256];
  ssize_t length = readlink("/etc/localtime", target, sizeof target - 1);
  if (length < 0) {
    return errno == ENOENT && same_for_old_jdks("UTC");
  }
  target[length] = '\0';
  const char *zone = strstr(target, "zoneinfo/");
  zone = zone == NULL ? "" : zone + strlen("zoneinfo/");
  return (is_utc(zone) || (is_region(zone) && access("/etc/localtime", R_OK) == 0)) &&
         same_for_old_jdks(zone);
}

void put_clock(struct buffer *buffer, long long millis) {
  static bool agreed;
  time_t seconds = (time_t)(millis / 1000);
  time_t now = time(NULL);
  struct tm then;
  struct tm today;
  if (millis < 0 || (!agreed && !is_agreed()) || localtime_r(&seconds, &then) == NULL ||
      localtime_r(&now, &today) == NULL) {
    java();
  }
  agreed = true;
  if (then.tm_year != today.tm_year || then.tm_yday != today.tm_yday) {
    put_format(buffer, "%04d-%02d-%02d ", then.tm_year + 1900, then.tm_mon + 1, then.tm_mday);
  }
  put_format(buffer, "%02d:%02d:%02d", then.tm_hour, then.tm_min, then.tm_sec);
}
