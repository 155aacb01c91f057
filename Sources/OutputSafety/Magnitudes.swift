/// Magnitudes of samples, by their bits.
///
/// Without their sign bit floats compare like integers, with infinity above all numbers and NaN above
/// infinity. A comparison of floats would let NaN through: it is false either way.
enum Magnitudes {
  /// Everything but a float's sign.
  static var mask: Int32 { @_noLocks get { 0x7fff_ffff } }
  /// The bits of infinity: all above are NaN.
  static var infinity: Int32 { @_noLocks get { 0x7f80_0000 } }

  /// The bits of a magnitude. Thread: any.
  @_noLocks @inline(__always)
  static func bits(_ sample: Float) -> Int32 { Int32(bitPattern: sample.bitPattern) & mask }

  /// The largest of so many neighbouring samples; 0 for none.
  @_noLocks
  static func peakBits(_ samples: UnsafePointer<Float>, _ count: Int) -> Int32 {
    let memory = UnsafeRawPointer(samples)
    var peaks = SIMD8<Int32>(repeating: 0)
    let whole = count & ~7
    var index = 0
    while index < whole {
      let bits = memory.loadUnaligned(fromByteOffset: index &* 4, as: SIMD8<Int32>.self) & mask
      peaks.replace(with: bits, where: bits .> peaks)
      index &+= 8
    }
    var peak = peaks.max()
    while index < count {
      peak = max(peak, bits(samples[index]))
      index &+= 1
    }
    return peak
  }
}
