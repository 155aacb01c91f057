#include "CVector.h"

int cv_processor_level(void) {
#if defined(__x86_64__)
  return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") ? 3 : 1;
#else
  return 1;
#endif
}
