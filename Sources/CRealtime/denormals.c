#include "CRealtime.h"

#if defined(__x86_64__)

#include <xmmintrin.h>

// Flush results to zero (bit 15), and treat denormal operands as zero (bit 6).
static const unsigned flush_to_zero = 0x8040;

void crt_flush_to_zero_enable(void) { _mm_setcsr(_mm_getcsr() | flush_to_zero); }

void crt_flush_to_zero_disable(void) { _mm_setcsr(_mm_getcsr() & ~flush_to_zero); }

bool crt_flush_to_zero_is_enabled(void) {
  return (_mm_getcsr() & flush_to_zero) == flush_to_zero;
}

#elif defined(__aarch64__)

// FZ covers operands and results of single and double precision.
static const uint64_t flush_to_zero = UINT64_C(1) << 24;

static uint64_t control_register(void) {
  uint64_t value;
  __asm__ volatile("mrs %0, fpcr" : "=r"(value));
  return value;
}

void crt_flush_to_zero_enable(void) {
  __asm__ volatile("msr fpcr, %0" : : "r"(control_register() | flush_to_zero));
}

void crt_flush_to_zero_disable(void) {
  __asm__ volatile("msr fpcr, %0" : : "r"(control_register() & ~flush_to_zero));
}

bool crt_flush_to_zero_is_enabled(void) { return (control_register() & flush_to_zero) != 0; }

#else

void crt_flush_to_zero_enable(void) {}

void crt_flush_to_zero_disable(void) {}

bool crt_flush_to_zero_is_enabled(void) { return false; }

#endif
