/// A sample that filters work on in double precision: lets one filter serve both precisions.
///
/// Generic code over it is inlined into callers that know the type, where it is proved lock-free.
protocol WideSample: ExpressibleByIntegerLiteral {
  /// The nearest sample.
  init(rounding wide: Double)
  /// The sample, exactly.
  var wide: Double { get }
}

extension Float: WideSample {
  @inline(__always) @_noLocks init(rounding wide: Double) { self.init(wide) }
  var wide: Double { @inline(__always) @_noLocks get { Double(self) } }
}

extension Double: WideSample {
  @inline(__always) @_noLocks init(rounding wide: Double) { self = wide }
  var wide: Double { @inline(__always) @_noLocks get { self } }
}
