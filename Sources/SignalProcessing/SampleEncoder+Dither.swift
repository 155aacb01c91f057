extension SampleEncoder {
  /// Encodes with dither where the format is coarse enough to need it: 16 bits.
  ///
  /// Like ``encode(_:sampleCount:as:into:)``, with noise added before the rounding. A sample counts as
  /// limited when it leaves the range with its noise. The other formats do without: their steps lie
  /// below what converters resolve.
  ///
  /// - Parameter dither: moved on by a number per sample, and up to seven.
  /// - Complexity: one pass, eight samples at a time.
  /// - Thread: any.
  @_noLocks
  public static func encode(
    _ source: UnsafePointer<Float>, sampleCount: Int, as format: SampleFormat,
    dither: inout Dither, into destination: UnsafeMutableRawPointer
  ) -> EncodingFaults {
    switch format {
    case .int16: encodeDithered(source, sampleCount, &dither, destination)
    case .int24Packed, .int24, .int32, .float32, .float64:
      encode(source, sampleCount: sampleCount, as: format, into: destination)
    }
  }

  @_noLocks
  private static func encodeDithered(
    _ source: UnsafePointer<Float>, _ sampleCount: Int, _ dither: inout Dither,
    _ destination: UnsafeMutableRawPointer
  ) -> EncodingFaults {
    var counts = FaultCounts()
    let memory = UnsafeRawPointer(source)
    let whole = sampleCount & ~7
    var index = 0
    while index < whole {
      let samples = memory.loadUnaligned(fromByteOffset: index &* 4, as: SIMD8<Float>.self)
      let integers = quantise(samples, dither.next(), &counts)
      destination.storeBytes(of: integers, toByteOffset: index &* 2, as: SIMD8<Int16>.self)
      index &+= 8
    }
    if whole < sampleCount {
      var samples = SIMD8<Float>()
      for lane in 0..<(sampleCount &- whole) { samples[lane] = source[whole &+ lane] }
      // The lanes beyond the end are silence, which is never at fault.
      let integers = quantise(samples, dither.next(), &counts)
      for lane in 0..<(sampleCount &- whole) {
        destination.storeBytes(
          of: integers[lane], toByteOffset: (whole &+ lane) &* 2, as: Int16.self)
      }
    }
    return counts.sum
  }

  /// Faults by lane.
  private struct FaultCounts {
    var limited = SIMD8<Int32>()
    var undefined = SIMD8<Int32>()

    var sum: EncodingFaults {
      @_noLocks get {
        EncodingFaults(
          limitedSampleCount: Int(limited.wrappedSum()),
          undefinedSampleCount: Int(undefined.wrappedSum()))
      }
    }
  }

  /// Little-endian integers nearest to the samples in steps of 2^-15, plus the noise in steps.
  @_noLocks @inline(__always)
  private static func quantise(
    _ samples: SIMD8<Float>, _ noise: SIMD8<Float>, _ counts: inout FaultCounts
  ) -> SIMD8<Int16> {
    let isNumber = samples .== samples
    let one = SIMD8<Int32>(repeating: 1)
    counts.undefined &+= SIMD8<Int32>().replacing(with: one, where: .!isNumber)
    let numbers = SIMD8<Float>().replacing(with: samples * 0x1p15, where: isNumber)
    // Three steps wider than the range: what leaves it is seen whatever the noise, and fits below.
    let near = numbers.clamped(
      lowerBound: SIMD8(repeating: -32_771), upperBound: SIMD8(repeating: 32_771))
    // Adding 1.5 * 2^23 leaves the nearest integer in the low bits of the sum.
    let magic = SIMD8<Float>(repeating: 0x1.8p23)
    let rounded = (near + noise + magic) - magic
    let limited = rounded.clamped(
      lowerBound: SIMD8(repeating: -32_768), upperBound: SIMD8(repeating: 32_767))
    counts.limited &+= SIMD8<Int32>().replacing(with: one, where: limited .!= rounded)
    let bits = unsafeBitCast(limited + magic, to: SIMD8<Int32>.self)
    let integers = SIMD8<Int16>(truncatingIfNeeded: bits)
    #if _endian(big)
      return integers.byteSwapped
    #else
      return integers
    #endif
  }
}
