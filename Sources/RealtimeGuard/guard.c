#define _GNU_SOURCE
#include "guard.h"
#include "RealtimeGuard.h"

#include <dlfcn.h>
#include <execinfo.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *const names[] = {
#define GUARD_NAME(name) #name,
    GUARD_FUNCTIONS(GUARD_NAME)
#undef GUARD_NAME
};

static atomic_ulong calls[GUARD_function_count];
static atomic_ulong brackets_seen;
static atomic_ulong threads_seen;
static atomic_int traces_left;
static unsigned long warmup_brackets = 100;

// Initial-exec: any other model may allocate on a thread's first access, inside malloc.
#define THREAD_OWN static _Thread_local __attribute__((tls_model("initial-exec")))
THREAD_OWN int depth;
THREAD_OWN unsigned long brackets_here;
// Whether calls count now: in a bracket, after the warm-up, and not called by the guard itself.
THREAD_OWN bool is_watching;

GUARD_EXPORT void __rtsan_realtime_enter(void) {
  if (depth++ > 0) return;
  if (brackets_here++ == 0) atomic_fetch_add_explicit(&threads_seen, 1, memory_order_relaxed);
  atomic_fetch_add_explicit(&brackets_seen, 1, memory_order_relaxed);
  is_watching = brackets_here > warmup_brackets;
}

GUARD_EXPORT void __rtsan_realtime_exit(void) {
  if (--depth == 0) is_watching = false;
}

static void trace(enum guard_function function) {
  if (atomic_fetch_sub_explicit(&traces_left, 1, memory_order_relaxed) <= 0) return;
  void *addresses[32];
  int count = backtrace(addresses, 32);
  char line[128];
  int length = snprintf(line, sizeof line, "RealtimeGuard: %s in bracket %lu of this thread\n",
                        names[function], brackets_here);
  if (write(STDERR_FILENO, line, (size_t)length) < 0) return;
  backtrace_symbols_fd(addresses, count, STDERR_FILENO);
}

void guard_note(enum guard_function function) {
  if (!is_watching) return;
  atomic_fetch_add_explicit(&calls[function], 1, memory_order_relaxed);
  if (atomic_load_explicit(&traces_left, memory_order_relaxed) <= 0) return;
  // What tracing itself calls is not the program's doing.
  is_watching = false;
  trace(function);
  is_watching = true;
}

void *guard_next(const char *name) {
  // dlsym may lock and allocate, once per function, which is ours and not the program's.
  bool was_watching = is_watching;
  is_watching = false;
  void *next = dlsym(RTLD_NEXT, name);
  is_watching = was_watching;
  if (!next) {
    dprintf(STDERR_FILENO, "RealtimeGuard: no definition of %s to forward to.\n", name);
    abort();
  }
  return next;
}

__attribute__((constructor)) static void begin(void) {
  const char *warmup = getenv("REALTIME_GUARD_WARMUP");
  if (warmup) warmup_brackets = strtoul(warmup, NULL, 10);
  if (!getenv("REALTIME_GUARD_TRACE")) return;
  // The first backtrace loads libgcc; not from within a bracket.
  void *here[1];
  backtrace(here, 1);
  atomic_store(&traces_left, 8);
}

__attribute__((destructor)) static void report(void) {
  is_watching = false;
  const char *path = getenv("REALTIME_GUARD_REPORT");
  if (!path) return;
  FILE *file = fopen(path, "w");
  if (!file) {
    dprintf(STDERR_FILENO, "RealtimeGuard: the report %s cannot be written.\n", path);
    return;
  }
  unsigned long total = 0;
  for (int function = 0; function < GUARD_function_count; function++)
    total += atomic_load(&calls[function]);
  fprintf(file, "{\"brackets\":%lu,\"threads\":%lu,\"warmup\":%lu,\"violations\":%lu,\"calls\":{",
          atomic_load(&brackets_seen), atomic_load(&threads_seen), warmup_brackets, total);
  for (int function = 0; function < GUARD_function_count; function++)
    fprintf(file, "%s\"%s\":%lu", function ? "," : "", names[function],
            atomic_load(&calls[function]));
  fputs("}}\n", file);
  fclose(file);
}
