// Eight-lane vector primitives for the kernels, and the processor level.
//
// Swift imports a Clang `ext_vector_type(8)` of float as `SIMD8<Float>`, of double as
// `SIMD8<Double>`. The standard library's own operators on those types are loops over lanes (Swift
// 6.3), two to three times slower in large functions; each of these is one instruction, or a few
// where a register holds fewer lanes. They are overloaded: the kernels' sample type chooses.
#pragma once

#include <stdbool.h>

// Swift's `@_noLocks` cannot look into C; nothing here allocates, locks or calls.
#define CV_REALTIME __attribute__((swift_attr("@_noLocks")))
#define CV_INLINE CV_REALTIME static inline __attribute__((always_inline, const, overloadable))

// Without a fused instruction in the target, the builtin would call the C library lane by lane.
#if defined(__FMA__) || defined(__ARM_FEATURE_FMA)
#define CV_FUSED(a, b, c) __builtin_elementwise_fma(a, b, c)
#else
#define CV_FUSED(a, b, c) ((a) * (b) + (c))
#endif

// Fetches a cache line that is read soon. Never faults, whatever the address.
CV_REALTIME static inline __attribute__((always_inline)) void cv_prefetch(const void *_Nonnull place) {
  __builtin_prefetch(place);
}

typedef float cv_f32x8 __attribute__((ext_vector_type(8)));
typedef double cv_f64x8 __attribute__((ext_vector_type(8)));

#define CV_SAMPLE float
#define CV_VECTOR cv_f32x8
#include "Lanes.h"
#undef CV_SAMPLE
#undef CV_VECTOR

#define CV_SAMPLE double
#define CV_VECTOR cv_f64x8
#include "Lanes.h"
#undef CV_SAMPLE
#undef CV_VECTOR

#pragma clang assume_nonnull begin

// The constants of one transform of `points` real samples; see `RightAngleTransform`. They are of
// the kernels' sample type.
typedef struct {
  long points;
  // Radix-4 passes above the leaves, the root among them; 0 when the root is a leaf.
  long passes;
  // Per node, pass after pass from the root: (z, z^2, z^3) as re, im.
  const void *nodes;
  // Per 64 points: 16 samples. One 64-point leaf: z ... z^7. Two 32-point leaves: z ... z^3 of each.
  const void *leafScalars;
  // Per 64 points: 7 complex vectors, re[8] then im[8], between a leaf's two halves.
  const void *leafVectors;
} cv_transform;

// The products of one tile over a run of units, all that stays the same from block to block; see
// `OlderProducts`. Samples are of the kernels' type; a spectrum of N samples is N/8 units of 16.
typedef struct {
  // [unit][partition, last first][path], from unit 0 on.
  const void *taps;
  // Per output [unit]: sums of the block under work; and [unit / 2] of the next one.
  void *_Nonnull sums[2];
  void *_Nonnull ahead[2];
  // Where the past of each input begins, in samples: [unit][slot], a ring over slots.
  long rows[2];
  // The units, from `lower` to before `upper`.
  long lower, upper;
  long slots;
  // Slots from the oldest block that is used to the newest.
  long reach;
  // Partitions that are multiplied, and spectra between two units of the taps.
  long count, stride;
  // Whether the newest block's product is added in the same go.
  bool addsNewest;
  // Whether the sums hold something already.
  bool accumulates;
} cv_products;

#pragma clang assume_nonnull end

// 3 when the processor runs x86-64-v3 code (AVX2, FMA), otherwise 1.
int cv_processor_level(void);
