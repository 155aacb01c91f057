#pragma once

#include <stdbool.h>

/// A library to preload into a program that links the Swift runtime dynamically. It counts what an
/// audio thread must not do: what each thread calls between `__rtsan_realtime_enter` and
/// `__rtsan_realtime_exit`, which the audio loops call when someone defines them.
///
///     LD_PRELOAD=libRealtimeGuard.so REALTIME_GUARD_REPORT=report.json convolved ...
///
/// Environment:
/// - REALTIME_GUARD_REPORT: the file that gets one line of JSON when the process exits.
/// - REALTIME_GUARD_WARMUP: brackets per thread that are not counted, 100 unless given: the first
///   blocks may bind symbols and make metadata.
/// - REALTIME_GUARD_TRACE: when set, the first 8 violations are printed with their callers.
///
/// What it cannot see: calls inside one library that do not go through the dynamic linker, and a
/// Swift Mutex that nobody contends for, which is an atomic operation in the caller.

/// Begins a bracket of the calling thread. Brackets nest.
void __rtsan_realtime_enter(void);

/// Ends it.
void __rtsan_realtime_exit(void);
