// Eight samples at a time, with operators that are single instructions.
//
// The operators shadow the standard library's, which loop over lanes (see CVector.h).
import CVector

typealias Vector = SIMD8<Sample>

@inline(__always) @_noLocks func splat(_ a: Sample) -> Vector { cv_splat(a) }
@inline(__always) @_noLocks func + (a: Vector, b: Vector) -> Vector { cv_add(a, b) }
@inline(__always) @_noLocks func - (a: Vector, b: Vector) -> Vector { cv_subtract(a, b) }
@inline(__always) @_noLocks func * (a: Vector, b: Vector) -> Vector { cv_multiply(a, b) }
@inline(__always) @_noLocks prefix func - (a: Vector) -> Vector { cv_negate(a) }

/// a b + c
@inline(__always) @_noLocks
func multiplyAdd(_ a: Vector, _ b: Vector, _ c: Vector) -> Vector { cv_multiply_add(a, b, c) }

/// c - a b
@inline(__always) @_noLocks
func multiplySubtract(_ a: Vector, _ b: Vector, _ c: Vector) -> Vector {
  cv_multiply_subtract(a, b, c)
}

typealias Vectors8 = (Vector, Vector, Vector, Vector, Vector, Vector, Vector, Vector)

/// Rows become columns.
@inline(__always) @_noLocks
func transpose(_ x: Vectors8) -> Vectors8 {
  let a0 = cv_interleave_low(x.0, x.1), a1 = cv_interleave_high(x.0, x.1)
  let a2 = cv_interleave_low(x.2, x.3), a3 = cv_interleave_high(x.2, x.3)
  let a4 = cv_interleave_low(x.4, x.5), a5 = cv_interleave_high(x.4, x.5)
  let a6 = cv_interleave_low(x.6, x.7), a7 = cv_interleave_high(x.6, x.7)
  let b0 = cv_pair_low(a0, a2), b1 = cv_pair_high(a0, a2)
  let b2 = cv_pair_low(a1, a3), b3 = cv_pair_high(a1, a3)
  let b4 = cv_pair_low(a4, a6), b5 = cv_pair_high(a4, a6)
  let b6 = cv_pair_low(a5, a7), b7 = cv_pair_high(a5, a7)
  return (
    cv_join_low(b0, b4), cv_join_low(b1, b5), cv_join_low(b2, b6), cv_join_low(b3, b7),
    cv_join_high(b0, b4), cv_join_high(b1, b5), cv_join_high(b2, b6), cv_join_high(b3, b7)
  )
}
