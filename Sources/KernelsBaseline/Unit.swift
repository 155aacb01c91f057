// Eight complex values: the unit in which spectra are stored and worked on.
//
// re[8] then im[8] fill one cache line of floats, two of doubles. Split parts need no shuffles in
// products; interleaved complex numbers cost half the speed in the first-level cache.

struct Unit {
  var re: Vector
  var im: Vector

  @inline(__always) @_noLocks
  init(_ re: Vector, _ im: Vector) {
    self.re = re
    self.im = im
  }
}

typealias Units4 = (Unit, Unit, Unit, Unit)
typealias Units8 = (Unit, Unit, Unit, Unit, Unit, Unit, Unit, Unit)

@inline(__always) @_noLocks
func + (a: Unit, b: Unit) -> Unit { Unit(a.re + b.re, a.im + b.im) }

@inline(__always) @_noLocks
func - (a: Unit, b: Unit) -> Unit { Unit(a.re - b.re, a.im - b.im) }

/// a + j b
@inline(__always) @_noLocks
func addTurned(_ a: Unit, _ b: Unit) -> Unit { Unit(a.re - b.im, a.im + b.re) }

/// a - j b
@inline(__always) @_noLocks
func subtractTurned(_ a: Unit, _ b: Unit) -> Unit { Unit(a.re + b.im, a.im - b.re) }

/// a w
@inline(__always) @_noLocks
func product(_ a: Unit, _ w: Unit) -> Unit {
  Unit(
    multiplySubtract(a.im, w.im, a.re * w.re),
    multiplyAdd(a.im, w.re, a.re * w.im))
}

/// a w*
@inline(__always) @_noLocks
func conjugateProduct(_ a: Unit, _ w: Unit) -> Unit {
  Unit(
    multiplyAdd(a.im, w.im, a.re * w.re),
    multiplySubtract(a.re, w.im, a.im * w.re))
}

/// The complex number at `w`, (re, im), in all eight lanes.
@inline(__always) @_noLocks
func splat(_ w: UnsafePointer<Sample>) -> Unit { Unit(splat(w[0]), splat(w[1])) }

/// Rows become columns.
@inline(__always) @_noLocks
func transpose(_ x: Units8) -> Units8 {
  let re = transpose((x.0.re, x.1.re, x.2.re, x.3.re, x.4.re, x.5.re, x.6.re, x.7.re))
  let im = transpose((x.0.im, x.1.im, x.2.im, x.3.im, x.4.im, x.5.im, x.6.im, x.7.im))
  return (
    Unit(re.0, im.0), Unit(re.1, im.1), Unit(re.2, im.2), Unit(re.3, im.3),
    Unit(re.4, im.4), Unit(re.5, im.5), Unit(re.6, im.6), Unit(re.7, im.7)
  )
}
