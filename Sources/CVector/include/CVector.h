// Eight-lane vector primitives for the kernels, and the processor level.
//
// Swift imports a Clang `ext_vector_type(8)` of float as `SIMD8<Float>`. The standard library's own
// operators on that type are loops over lanes (Swift 6.3), two to three times slower in large
// functions; each of these is one instruction, or two where a register holds four lanes.
#pragma once

typedef float cv_f32x8 __attribute__((ext_vector_type(8)));

// Swift's `@_noLocks` cannot look into C; nothing here allocates, locks or calls.
#define CV_REALTIME __attribute__((swift_attr("@_noLocks")))
#define CV_INLINE CV_REALTIME static inline __attribute__((always_inline, const))

CV_INLINE cv_f32x8 cv_splat(float a) { return (cv_f32x8)(a); }
CV_INLINE cv_f32x8 cv_add(cv_f32x8 a, cv_f32x8 b) { return a + b; }
CV_INLINE cv_f32x8 cv_subtract(cv_f32x8 a, cv_f32x8 b) { return a - b; }
CV_INLINE cv_f32x8 cv_multiply(cv_f32x8 a, cv_f32x8 b) { return a * b; }
CV_INLINE cv_f32x8 cv_negate(cv_f32x8 a) { return -a; }

// Without a fused instruction in the target, the builtin would call the C library lane by lane.
#if defined(__FMA__) || defined(__ARM_FEATURE_FMA)
#define CV_FUSED(a, b, c) __builtin_elementwise_fma(a, b, c)
#else
#define CV_FUSED(a, b, c) ((a) * (b) + (c))
#endif

// a b + c
CV_INLINE cv_f32x8 cv_multiply_add(cv_f32x8 a, cv_f32x8 b, cv_f32x8 c) { return CV_FUSED(a, b, c); }
// c - a b
CV_INLINE cv_f32x8 cv_multiply_subtract(cv_f32x8 a, cv_f32x8 b, cv_f32x8 c) {
  return CV_FUSED(-a, b, c);
}

// The three steps of an 8x8 transpose: interleave within 128 bits, pair, join across 128 bits.
CV_INLINE cv_f32x8 cv_interleave_low(cv_f32x8 a, cv_f32x8 b) {
  return __builtin_shufflevector(a, b, 0, 8, 1, 9, 4, 12, 5, 13);
}
CV_INLINE cv_f32x8 cv_interleave_high(cv_f32x8 a, cv_f32x8 b) {
  return __builtin_shufflevector(a, b, 2, 10, 3, 11, 6, 14, 7, 15);
}
CV_INLINE cv_f32x8 cv_pair_low(cv_f32x8 a, cv_f32x8 b) {
  return __builtin_shufflevector(a, b, 0, 1, 8, 9, 4, 5, 12, 13);
}
CV_INLINE cv_f32x8 cv_pair_high(cv_f32x8 a, cv_f32x8 b) {
  return __builtin_shufflevector(a, b, 2, 3, 10, 11, 6, 7, 14, 15);
}
CV_INLINE cv_f32x8 cv_join_low(cv_f32x8 a, cv_f32x8 b) {
  return __builtin_shufflevector(a, b, 0, 1, 2, 3, 8, 9, 10, 11);
}
CV_INLINE cv_f32x8 cv_join_high(cv_f32x8 a, cv_f32x8 b) {
  return __builtin_shufflevector(a, b, 4, 5, 6, 7, 12, 13, 14, 15);
}

// The constants of one transform of `points` real samples; see `RightAngleTransform`.
typedef struct {
  long points;
  // Radix-4 passes above the leaves, the root among them; 0 when the root is a leaf.
  long passes;
  // Per node, pass after pass from the root: (z, z^2, z^3) as re, im.
  const float *nodes;
  // Per 64 points: 16 floats. One 64-point leaf: z ... z^7. Two 32-point leaves: z ... z^3 of each.
  const float *leafScalars;
  // Per 64 points: 7 complex vectors, re[8] then im[8], between a leaf's two halves.
  const float *leafVectors;
} cv_transform;

// 3 when the processor runs x86-64-v3 code (AVX2, FMA), otherwise 1.
int cv_processor_level(void);
