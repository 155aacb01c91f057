// The primitives for one sample type: included by CVector.h once for each, with CV_SAMPLE and
// CV_VECTOR defined. No include guard for that reason.

CV_INLINE CV_VECTOR cv_splat(CV_SAMPLE a) { return (CV_VECTOR)(a); }
CV_INLINE CV_VECTOR cv_add(CV_VECTOR a, CV_VECTOR b) { return a + b; }
CV_INLINE CV_VECTOR cv_subtract(CV_VECTOR a, CV_VECTOR b) { return a - b; }
CV_INLINE CV_VECTOR cv_multiply(CV_VECTOR a, CV_VECTOR b) { return a * b; }
CV_INLINE CV_VECTOR cv_negate(CV_VECTOR a) { return -a; }

// a b + c
CV_INLINE CV_VECTOR cv_multiply_add(CV_VECTOR a, CV_VECTOR b, CV_VECTOR c) {
  return CV_FUSED(a, b, c);
}
// c - a b
CV_INLINE CV_VECTOR cv_multiply_subtract(CV_VECTOR a, CV_VECTOR b, CV_VECTOR c) {
  return CV_FUSED(-a, b, c);
}

// The three steps of an 8x8 transpose: interleave within 128 bits, pair, join across 128 bits.
CV_INLINE CV_VECTOR cv_interleave_low(CV_VECTOR a, CV_VECTOR b) {
  return __builtin_shufflevector(a, b, 0, 8, 1, 9, 4, 12, 5, 13);
}
CV_INLINE CV_VECTOR cv_interleave_high(CV_VECTOR a, CV_VECTOR b) {
  return __builtin_shufflevector(a, b, 2, 10, 3, 11, 6, 14, 7, 15);
}
CV_INLINE CV_VECTOR cv_pair_low(CV_VECTOR a, CV_VECTOR b) {
  return __builtin_shufflevector(a, b, 0, 1, 8, 9, 4, 5, 12, 13);
}
CV_INLINE CV_VECTOR cv_pair_high(CV_VECTOR a, CV_VECTOR b) {
  return __builtin_shufflevector(a, b, 2, 3, 10, 11, 6, 7, 14, 15);
}
CV_INLINE CV_VECTOR cv_join_low(CV_VECTOR a, CV_VECTOR b) {
  return __builtin_shufflevector(a, b, 0, 1, 2, 3, 8, 9, 10, 11);
}
CV_INLINE CV_VECTOR cv_join_high(CV_VECTOR a, CV_VECTOR b) {
  return __builtin_shufflevector(a, b, 4, 5, 6, 7, 12, 13, 14, 15);
}
