// The leaves of the transform tree: 64 points in registers, as one node of 64 or two of 32.
//
// Eight units are a matrix of 8 x 8 points. Columns are transformed, the matrix is transposed, rows
// are transformed with a vector constant each; the first step's constants are scalars, because a
// node's shift is constant over the node.
//
// Symbols: `z` leaf scalars, `w` leaf vectors, `x` the eight units of the node.

/// Second half of a forward leaf: transpose, turn, transform rows, store `stride` units apart.
@inline(__always) @_noLocks
private func finishForward(
  _ columns: Units8, _ w: UnsafePointer<Unit>, _ out: UnsafeMutablePointer<Unit>, _ stride: Int
) {
  let t = transpose(columns)
  let r = forward8(
    (
      t.0, product(t.1, w[0]), product(t.2, w[1]), product(t.3, w[2]),
      product(t.4, w[3]), product(t.5, w[4]), product(t.6, w[5]), product(t.7, w[6])
    ))
  out[0] = r.0
  out[stride] = r.1
  out[2 * stride] = r.2
  out[3 * stride] = r.3
  out[4 * stride] = r.4
  out[5 * stride] = r.5
  out[6 * stride] = r.6
  out[7 * stride] = r.7
}

/// First half of an inverse leaf: transform rows, turn back, transpose.
@inline(__always) @_noLocks
private func beginInverse(_ x: UnsafePointer<Unit>, _ w: UnsafePointer<Unit>) -> Units8 {
  let y = inverse8((x[0], x[1], x[2], x[3], x[4], x[5], x[6], x[7]))
  return transpose(
    (
      y.0, conjugateProduct(y.1, w[0]), conjugateProduct(y.2, w[1]), conjugateProduct(y.3, w[2]),
      conjugateProduct(y.4, w[3]), conjugateProduct(y.5, w[4]), conjugateProduct(y.6, w[5]),
      conjugateProduct(y.7, w[6])
    ))
}

/// One 64-point node.
@inline(__always) @_noLocks
func forwardLeaf64(
  _ x: UnsafePointer<Unit>, _ z: UnsafePointer<Sample>, _ w: UnsafePointer<Unit>,
  _ out: UnsafeMutablePointer<Unit>, _ stride: Int
) {
  let columns = forward8(
    (
      x[0], product(x[1], splat(z)), product(x[2], splat(z + 2)), product(x[3], splat(z + 4)),
      product(x[4], splat(z + 6)), product(x[5], splat(z + 8)), product(x[6], splat(z + 10)),
      product(x[7], splat(z + 12))
    ))
  finishForward(columns, w, out, stride)
}

/// Two 32-point nodes side by side.
@inline(__always) @_noLocks
func forwardLeaves32(
  _ x: UnsafePointer<Unit>, _ z: UnsafePointer<Sample>, _ w: UnsafePointer<Unit>,
  _ out: UnsafeMutablePointer<Unit>, _ stride: Int
) {
  let (a0, a1, a2, a3) = forward4(
    x[0], product(x[1], splat(z)), product(x[2], splat(z + 2)), product(x[3], splat(z + 4)))
  let (b0, b1, b2, b3) = forward4(
    x[4], product(x[5], splat(z + 6)), product(x[6], splat(z + 8)), product(x[7], splat(z + 10)))
  finishForward((a0, a1, a2, a3, b0, b1, b2, b3), w, out, stride)
}

/// One 64-point node, in place.
@inline(__always) @_noLocks
func inverseLeaf64(
  _ x: UnsafeMutablePointer<Unit>, _ z: UnsafePointer<Sample>, _ w: UnsafePointer<Unit>
) {
  let y = inverse8(beginInverse(x, w))
  x[0] = y.0
  x[1] = conjugateProduct(y.1, splat(z))
  x[2] = conjugateProduct(y.2, splat(z + 2))
  x[3] = conjugateProduct(y.3, splat(z + 4))
  x[4] = conjugateProduct(y.4, splat(z + 6))
  x[5] = conjugateProduct(y.5, splat(z + 8))
  x[6] = conjugateProduct(y.6, splat(z + 10))
  x[7] = conjugateProduct(y.7, splat(z + 12))
}

/// Two 32-point nodes side by side, in place.
@inline(__always) @_noLocks
func inverseLeaves32(
  _ x: UnsafeMutablePointer<Unit>, _ z: UnsafePointer<Sample>, _ w: UnsafePointer<Unit>
) {
  let t = beginInverse(x, w)
  let (a0, a1, a2, a3) = inverse4(t.0, t.1, t.2, t.3)
  let (b0, b1, b2, b3) = inverse4(t.4, t.5, t.6, t.7)
  x[0] = a0
  x[1] = conjugateProduct(a1, splat(z))
  x[2] = conjugateProduct(a2, splat(z + 2))
  x[3] = conjugateProduct(a3, splat(z + 4))
  x[4] = b0
  x[5] = conjugateProduct(b1, splat(z + 6))
  x[6] = conjugateProduct(b2, splat(z + 8))
  x[7] = conjugateProduct(b3, splat(z + 10))
}

/// A whole transform of 64 real samples.
@inline(__always) @_noLocks
func forwardRoot64(
  _ x: UnsafePointer<Vector>, _ z: UnsafePointer<Sample>, _ w: UnsafePointer<Unit>,
  _ out: UnsafeMutablePointer<Unit>, _ stride: Int
) {
  @inline(__always) @_noLocks func turned(_ k: Int) -> Unit {
    Unit(x[k] * splat(z[2 * k - 2]), x[k] * splat(z[2 * k - 1]))
  }
  let columns = forward8(
    (
      Unit(x[0], splat(0)), turned(1), turned(2), turned(3), turned(4), turned(5), turned(6),
      turned(7)
    ))
  finishForward(columns, w, out, stride)
}

/// The inverse of 64 points, with the overlap added: head + carry out, tail to carry.
@inline(__always) @_noLocks
func inverseRoot64(
  _ x: UnsafePointer<Unit>, _ z: UnsafePointer<Sample>, _ w: UnsafePointer<Unit>,
  _ carry: UnsafeMutablePointer<Vector>, _ out: UnsafeMutablePointer<Vector>
) {
  @inline(__always) @_noLocks func put(_ k: Int, _ y: Unit) {
    play(y.re + carry[k], out + k)
    carry[k] = -y.im
  }
  let y = inverse8(beginInverse(x, w))
  put(0, y.0)
  put(1, conjugateProduct(y.1, splat(z)))
  put(2, conjugateProduct(y.2, splat(z + 2)))
  put(3, conjugateProduct(y.3, splat(z + 4)))
  put(4, conjugateProduct(y.4, splat(z + 6)))
  put(5, conjugateProduct(y.5, splat(z + 8)))
  put(6, conjugateProduct(y.6, splat(z + 10)))
  put(7, conjugateProduct(y.7, splat(z + 12)))
}
