/* The floor of every boot: spawns /bin/sh on each script of a list, two at a time, and nothing else. */
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>

extern char **environ;

int main(int count, char **words)
{
	char script[4096];
	int running = 0;
	FILE *list = count == 2 ? fopen(words[1], "r") : NULL;

	if (!list) {
		fprintf(stderr, "usage: spawn LIST\n");
		return 2;
	}
	while (fgets(script, sizeof script, list)) {
		char *command[] = { "/bin/sh", script, NULL };
		pid_t pid;

		script[strcspn(script, "\n")] = 0;
		if (running == 2 && wait(NULL) > 0)
			running--;
		if (posix_spawn(&pid, "/bin/sh", NULL, NULL, command, environ))
			return 1;
		running++;
	}
	while (wait(NULL) > 0)
		;
	return 0;
}
