// Faults on demand, in the order of the text.
#include "card.h"

static fault_kind kind_named(const char *name) {
  static const struct { const char *name; fault_kind kind; } kinds[] = {
    {"xrun", FAULT_XRUN},   {"suspend", FAULT_SUSPEND}, {"enodev", FAULT_ENODEV},
    {"stall", FAULT_STALL}, {"jump", FAULT_JUMP},       {"early", FAULT_EARLY},
    {"spin", FAULT_SPIN},   {"hang", FAULT_HANG},       {"denormals", FAULT_DENORMALS},
  };
  for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
    if (strcmp(name, kinds[i].name) == 0) return kinds[i].kind;
  }
  return FAULT_NONE;
}

int faults_parse(fault_plan *plan, const char *text) {
  while (*text) {
    char name[12];
    unsigned long long frame;
    int used = 0;
    if (plan->count == FAULTS_MAX) return -EINVAL;
    if (sscanf(text, " %11[a-z]@%llu%n", name, &frame, &used) < 2) return -EINVAL;
    fault_kind kind = kind_named(name);
    if (kind == FAULT_NONE) return -EINVAL;
    plan->planned[plan->count].kind = kind;
    plan->planned[plan->count].frame = frame;
    plan->count++;
    text += used;
    text += strspn(text, " ,");
  }
  return 0;
}

fault_kind faults_take(fault_plan *plan, uint64_t frame) {
  for (unsigned i = 0; i < plan->count; i++) {
    if (plan->planned[i].fired || frame < plan->planned[i].frame) continue;
    plan->planned[i].fired = true;
    return plan->planned[i].kind;
  }
  return FAULT_NONE;
}
