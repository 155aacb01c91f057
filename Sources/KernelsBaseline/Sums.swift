// Sums of complex products, eight at a time, kept in registers.

/// The real and the imaginary sum: two chains of two dependent instructions per product.
struct Sum {
  var re = splat(0)
  var im = splat(0)

  @inline(__always) @_noLocks init() {}

  @inline(__always) @_noLocks
  mutating func add(_ x: Unit, _ h: Unit) {
    re = multiplyAdd(x.re, h.re, re)
    im = multiplyAdd(x.re, h.im, im)
    re = multiplySubtract(x.im, h.im, re)
    im = multiplyAdd(x.im, h.re, im)
  }

  @inline(__always) @_noLocks
  func total() -> Unit { Unit(re, im) }
}

#if ONE_REGISTER_VECTORS
  /// The four products apart, re·re, im·im, re·im and im·re: the processor needs eight chains to fill
  /// its multipliers, and two sums of this kind make them.
  struct LoneSum {
    private var rr = splat(0)
    private var ii = splat(0)
    private var ri = splat(0)
    private var ir = splat(0)

    @inline(__always) @_noLocks init() {}

    @inline(__always) @_noLocks
    mutating func add(_ x: Unit, _ h: Unit) {
      rr = multiplyAdd(x.re, h.re, rr)
      ii = multiplyAdd(x.im, h.im, ii)
      ri = multiplyAdd(x.re, h.im, ri)
      ir = multiplyAdd(x.im, h.re, ir)
    }

    @inline(__always) @_noLocks
    func total() -> Unit { Unit(rr - ii, ri + ir) }
  }
#else
  /// A vector of several registers is several chains already, and more would not fit.
  typealias LoneSum = Sum
#endif

/// y + x h, always in this order: whoever adds a product gives the same bits.
@inline(__always) @_noLocks
func sum(_ y: Unit, _ x: Unit, _ h: Unit) -> Unit {
  var sum = Sum()
  sum.re = y.re
  sum.im = y.im
  sum.add(x, h)
  return sum.total()
}

@inline(__always) @_noLocks
func units(_ p: UnsafePointer<Sample>) -> UnsafePointer<Unit> {
  UnsafeRawPointer(p).assumingMemoryBound(to: Unit.self)
}

@inline(__always) @_noLocks
func units(_ p: UnsafeMutablePointer<Sample>) -> UnsafeMutablePointer<Unit> {
  UnsafeMutableRawPointer(p).assumingMemoryBound(to: Unit.self)
}
