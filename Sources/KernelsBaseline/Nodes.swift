// Radix-4 nodes of the transform tree, and the root, which sees real samples.
//
// A node of L points and shift a splits into four children of L/4 points with shifts (r + a)/4. Its
// inputs are multiplied by z, z^2, z^3 with z = e^(-2πi a/4), constant over the node, and then by
// the plain 4-point transform. The shift costs nothing: it is in the constants.

/// The three constants of a node.
struct NodeConstants {
  let z1: Unit
  let z2: Unit
  let z3: Unit

  @inline(__always) @_noLocks
  init(_ z: UnsafePointer<Sample>) {
    z1 = splat(z)
    z2 = splat(z + 2)
    z3 = splat(z + 4)
  }
}

/// One node in place: `quarter` units per child.
@inline(__always) @_noLocks
func forwardNode(_ x: UnsafeMutablePointer<Unit>, _ quarter: Int, _ z: UnsafePointer<Sample>) {
  let c = NodeConstants(z)
  let x1 = x + quarter, x2 = x + 2 * quarter, x3 = x + 3 * quarter
  var i = 0
  while i < quarter {
    let y = forward4(x[i], product(x1[i], c.z1), product(x2[i], c.z2), product(x3[i], c.z3))
    x[i] = y.0
    x1[i] = y.1
    x2[i] = y.2
    x3[i] = y.3
    i += 1
  }
}

@inline(__always) @_noLocks
func inverseNode(_ x: UnsafeMutablePointer<Unit>, _ quarter: Int, _ z: UnsafePointer<Sample>) {
  let c = NodeConstants(z)
  let x1 = x + quarter, x2 = x + 2 * quarter, x3 = x + 3 * quarter
  var i = 0
  while i < quarter {
    let y = inverse4(x[i], x1[i], x2[i], x3[i])
    x[i] = y.0
    x1[i] = conjugateProduct(y.1, c.z1)
    x2[i] = conjugateProduct(y.2, c.z2)
    x3[i] = conjugateProduct(y.3, c.z3)
    i += 1
  }
}

/// The root over columns `range` of N/32: real samples in, four children out.
///
/// Its shift is 1/4, so that z^2 = e^(-πi/4): half of the products of a complex node fall away.
@inline(__always) @_noLocks
func forwardRoot(
  _ x: UnsafePointer<Vector>, _ out: UnsafeMutablePointer<Unit>, _ quarter: Int,
  _ z: UnsafePointer<Sample>, _ range: Range<Int>
) {
  let c = NodeConstants(z)
  let x1 = x + quarter, x2 = x + 2 * quarter, x3 = x + 3 * quarter
  let y1 = out + quarter, y2 = out + 2 * quarter, y3 = out + 3 * quarter
  var i = range.lowerBound
  while i < range.upperBound {
    let a = x[i], b = x1[i], d = x2[i], e = x3[i]
    // s, t = a ± d z^2, whose imaginary parts are ± the same; u, v = b z ± e z^3
    let si = d * c.z2.im
    let sr = multiplyAdd(d, c.z2.re, a), tr = multiplySubtract(d, c.z2.re, a)
    let br = b * c.z1.re, bi = b * c.z1.im
    let ur = multiplyAdd(e, c.z3.re, br), ui = multiplyAdd(e, c.z3.im, bi)
    let vr = multiplySubtract(e, c.z3.re, br), vi = multiplySubtract(e, c.z3.im, bi)
    out[i] = Unit(sr + ur, si + ui)
    y2[i] = Unit(sr - ur, si - ui)
    y1[i] = Unit(tr + vi, -si - vr)
    y3[i] = Unit(tr - vi, vr - si)
    i += 1
  }
}

/// Writes to where a block is played, which may be memory of the caller's with any alignment.
@inline(__always) @_noLocks
func play(_ v: Vector, _ place: UnsafeMutablePointer<Vector>) {
  UnsafeMutableRawPointer(place).storeBytes(of: v, as: Vector.self)
}

/// The inverse root over columns `range`, with the overlap added: the real part is the head of the
/// product, the negative imaginary part its tail.
@inline(__always) @_noLocks
func inverseRoot(
  _ x: UnsafePointer<Unit>, _ carry: UnsafeMutablePointer<Vector>,
  _ out: UnsafeMutablePointer<Vector>, _ quarter: Int, _ z: UnsafePointer<Sample>,
  _ range: Range<Int>
) {
  let c = NodeConstants(z)
  @inline(__always) @_noLocks func put(_ k: Int, _ y: Unit, _ w: Unit) {
    play(multiplyAdd(y.im, w.im, multiplyAdd(y.re, w.re, carry[k])), out + k)
    carry[k] = multiplySubtract(y.im, w.re, y.re * w.im)
  }
  let x1 = x + quarter, x2 = x + 2 * quarter, x3 = x + 3 * quarter
  var i = range.lowerBound
  while i < range.upperBound {
    let y = inverse4(x[i], x1[i], x2[i], x3[i])
    play(y.0.re + carry[i], out + i)
    carry[i] = -y.0.im
    put(i + quarter, y.1, c.z1)
    put(i + 2 * quarter, y.2, c.z2)
    put(i + 3 * quarter, y.3, c.z3)
    i += 1
  }
}
