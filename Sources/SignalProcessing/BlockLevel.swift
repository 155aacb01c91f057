/// The peak and the sum of squares of a run of samples.
struct BlockLevel {
  /// The largest absolute value; NaN when any sample is.
  let peak: Float
  let squareSum: Float

  /// Everything but a float's sign.
  private static var magnitudeMask: Int32 { @_noLocks get { 0x7fff_ffff } }

  /// Measures `frames` neighbouring samples, sixteen at a time.
  @_noLocks
  init(_ samples: UnsafePointer<Float>, frames: Int) {
    let memory = UnsafeRawPointer(samples)
    // A maximum drops what is no number, which the sum of the squares keeps.
    var peaks = SIMD16<Float>(repeating: 0)
    var squares = SIMD16<Float>(repeating: 0)
    let whole = frames & ~15
    var frame = 0
    while frame < whole {
      let offset = frame * MemoryLayout<Float>.stride
      let block = memory.loadUnaligned(fromByteOffset: offset, as: SIMD16<Float>.self)
      let bits = memory.loadUnaligned(fromByteOffset: offset, as: SIMD16<Int32>.self)
      let magnitudes = unsafeBitCast(bits & Self.magnitudeMask, to: SIMD16<Float>.self)
      peaks.replace(with: magnitudes, where: magnitudes .> peaks)
      squares += block * block
      frame += 16
    }
    var peak = peaks.max()
    var sum = squares.sum()
    for rest in whole..<frames {
      peak = max(peak, abs(samples[rest]))
      sum += samples[rest] * samples[rest]
    }
    self.peak = sum.isNaN ? .nan : peak
    squareSum = sum
  }
}
