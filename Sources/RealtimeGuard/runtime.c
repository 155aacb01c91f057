// The Swift runtime. Present only in a program that uses Swift, hence found when first called.
#include "guard.h"

#include <stddef.h>
#include <stdint.h>

// On arm64 the callers of retain and release may rely on registers that C lets a function change.
// Saving them is right under either convention, and on x86-64, where plain C is used, harmless.
#define KEEPS_REGISTERS GUARD_EXPORT __attribute__((preserve_most))

#define GUARD_COUNTING(name)                                                        \
  KEEPS_REGISTERS void *name(void *object) {                                        \
    guard_note(GUARD_##name);                                                       \
    return GUARD_FORWARD_AS(void *(void *), name, object);                             \
  }

#define GUARD_COUNTING_N(name)                                                      \
  KEEPS_REGISTERS void *name(void *object, uint32_t count) {                        \
    guard_note(GUARD_##name);                                                       \
    return GUARD_FORWARD_AS(void *(void *, uint32_t), name, object, count);            \
  }

GUARD_COUNTING(swift_retain)
GUARD_COUNTING(swift_release)
GUARD_COUNTING(swift_bridgeObjectRetain)
GUARD_COUNTING(swift_bridgeObjectRelease)
GUARD_COUNTING_N(swift_retain_n)
GUARD_COUNTING_N(swift_release_n)

GUARD_EXPORT void *swift_allocObject(const void *type, size_t bytes, size_t alignment) {
  guard_note(GUARD_swift_allocObject);
  return GUARD_FORWARD_AS(void *(const void *, size_t, size_t), swift_allocObject, type, bytes,
                          alignment);
}

GUARD_EXPORT void swift_once(void *token, void (*initialiser)(void *), void *context) {
  guard_note(GUARD_swift_once);
  GUARD_FORWARD_AS(void(void *, void (*)(void *), void *), swift_once, token, initialiser, context);
}

GUARD_EXPORT void swift_beginAccess(void *at, void *buffer, uintptr_t flags, void *address) {
  guard_note(GUARD_swift_beginAccess);
  GUARD_FORWARD_AS(void(void *, void *, uintptr_t, void *), swift_beginAccess, at, buffer, flags,
                   address);
}

GUARD_EXPORT bool swift_dynamicCast(void *to, void *from, const void *fromType,
                                    const void *toType, size_t flags) {
  guard_note(GUARD_swift_dynamicCast);
  return GUARD_FORWARD_AS(bool(void *, void *, const void *, const void *, size_t),
                          swift_dynamicCast, to, from, fromType, toType, flags);
}
