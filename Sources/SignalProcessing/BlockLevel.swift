/// The peak and the sum of squares of a run of samples.
struct BlockLevel {
  /// The largest absolute value; NaN when any sample is.
  let peak: Float
  let squareSum: Float

  /// Everything but a float's sign.
  private static var magnitudeMask: Int32 { @_noLocks get { 0x7fff_ffff } }

  /// Measures `frames` neighbouring samples, eight at a time.
  @_noLocks
  init(_ samples: UnsafePointer<Float>, frames: Int) {
    let memory = UnsafeRawPointer(samples)
    // As integers, because a float maximum may drop a NaN.
    var peaks = SIMD8<Int32>(repeating: 0)
    var squares = SIMD8<Float>(repeating: 0)
    let whole = frames & ~7
    var frame = 0
    while frame < whole {
      let offset = frame * MemoryLayout<Float>.stride
      let block = memory.loadUnaligned(fromByteOffset: offset, as: SIMD8<Float>.self)
      let bits = memory.loadUnaligned(fromByteOffset: offset, as: SIMD8<Int32>.self)
      let magnitudes = bits & Self.magnitudeMask
      peaks.replace(with: magnitudes, where: magnitudes .> peaks)
      squares += block * block
      frame += 8
    }
    var peak = peaks.max()
    var sum = squares.sum()
    for rest in whole..<frames {
      peak = max(peak, Int32(bitPattern: samples[rest].bitPattern) & Self.magnitudeMask)
      sum += samples[rest] * samples[rest]
    }
    self.peak = Float(bitPattern: UInt32(bitPattern: peak))
    squareSum = sum
  }
}
