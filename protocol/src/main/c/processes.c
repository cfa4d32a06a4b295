/* The processes of a service as a tree. */
#include <stdio.h>
#include <string.h>

#include "linitctl.h"

enum { MOST_NESTING = 64 };

/* A process, below the one that has started it where that is one of the service, otherwise below 0. */
struct process {
  long long pid;
  long long parent;
  const struct json *json;
};

/* A tree of processes, and which of them is the main one. */
struct tree {
  struct process *processes;
  size_t count;
  long long main;
};

static struct tree tree_of(const struct json *list, long long main) {
  struct tree tree = {.main = main};
  for (const struct json *it = list->first; it != NULL; it = it->next) {
    tree.count++;
  }
  tree.processes = grown(NULL, (tree.count + 1) * sizeof *tree.processes);
  size_t at = 0;
  for (const struct json *it = list->first; it != NULL; it = it->next, at++) {
    tree.processes[at] = (struct process){json_integer(it, "pid"), 0, it};
    // What is below 0 would be below itself.
    if (tree.processes[at].pid == 0) {
      malformed();
    }
  }
  for (size_t i = 0; i < tree.count; i++) {
    long long parent = json_integer(tree.processes[i].json, "parent");
    for (size_t j = 0; j < tree.count; j++) {
      if (tree.processes[j].pid == parent) {
        tree.processes[i].parent = parent;
      }
    }
  }
  return tree;
}

static void put_process(struct buffer *buffer, const struct process *process, const char *lead,
                        bool is_main) {
  struct buffer head = {0};
  put_format(&head, "  %s%lld %s", lead, process->pid, is_main ? "* " : "");
  put_text(buffer, text_in(&head));
  put_cut(buffer, json_text(process->json, "command"), text_units(text_in(&head)));
  long long cpu = json_integer(process->json, "cpu_ms");
  if (cpu >= 1000) {
    head.length = 0;
    put(&head, ", ");
    put_duration(&head, cpu);
    put_text(&head, (struct text){"", 1});
    put_dim(buffer, head.bytes);
  }
  put(buffer, "\n");
}

/* The first process from at on that is below parent; the number of all where there is none. */
static size_t below(const struct tree *tree, long long parent, size_t at) {
  while (at < tree->count && tree->processes[at].parent != parent) {
    at++;
  }
  return at;
}

/* Those below parent, each followed by those below it. */
static void put_below(struct buffer *buffer, const struct tree *tree, long long parent,
                      const char *indent, int nesting) {
  if (nesting > MOST_NESTING) {
    malformed();
  }
  size_t next;
  for (size_t at = below(tree, parent, 0); at < tree->count; at = next) {
    next = below(tree, parent, at + 1);
    bool last = next == tree->count;
    char lead[5 * MOST_NESTING + 16];
    snprintf(lead, sizeof lead, "%s%s", indent, parent == 0 ? "" : last ? "└─ " : "├─ ");
    const struct process *process = &tree->processes[at];
    put_process(buffer, process, lead, process->pid == tree->main);
    snprintf(lead, sizeof lead, "%s%s", indent, parent == 0 ? "" : last ? "   " : "│  ");
    put_below(buffer, tree, process->pid, lead, nesting + 1);
  }
}

/* count is how many there are, where more are than those in the list. */
void put_processes(struct buffer *buffer, const struct json *list, long long main,
                   const struct json *count) {
  struct tree tree = tree_of(list, main);
  put(buffer, below(&tree, 0, 0) == tree.count ? "" : "  processes\n");
  put_below(buffer, &tree, 0, "  ", 0);
  long long all = count != NULL && count->type == JSON_INTEGER ? count->integer : 0;
  if (all > (long long)tree.count) {
    put_format(buffer, "    and %lld more\n", all - (long long)tree.count);
  }
}
