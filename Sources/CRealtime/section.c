#include "CRealtime.h"

// Present only when the program is linked with RealtimeSanitizer or started with a preloaded
// RealtimeGuard; the addresses are null otherwise.
extern void __rtsan_realtime_enter(void) __attribute__((weak));
extern void __rtsan_realtime_exit(void) __attribute__((weak));

void crt_realtime_enter(void) {
  if (__rtsan_realtime_enter) __rtsan_realtime_enter();
}

void crt_realtime_exit(void) {
  if (__rtsan_realtime_exit) __rtsan_realtime_exit();
}
