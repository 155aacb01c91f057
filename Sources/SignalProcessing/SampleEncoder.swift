/// What the encoder could not write as it stood.
public struct EncodingFaults: Equatable, Sendable {
  /// Samples beyond full scale that were limited to it: for an integer format the ones that round
  /// to a number the format does not have, for floating point the infinite ones only.
  public var limitedSampleCount: Int
  /// Samples that were not numbers, written as silence.
  public var undefinedSampleCount: Int

  public init(limitedSampleCount: Int = 0, undefinedSampleCount: Int = 0) {
    self.limitedSampleCount = limitedSampleCount
    self.undefinedSampleCount = undefinedSampleCount
  }
}

/// Turns the engine's samples into a device's bytes, whatever the samples are: no input traps.
public enum SampleEncoder {
  /// Encodes samples one after the other; interleaved in, interleaved out.
  ///
  /// For `n` bits a sample is multiplied by 2^(n-1), rounded to the nearest integer (ties to even)
  /// and limited to the format's range; +1 itself is one step beyond it and counts as limited.
  /// Floating point passes unchanged, beyond full scale as well, except that infinity becomes full
  /// scale. What is not a number becomes 0 in every format.
  ///
  /// - Parameter source: `[sampleCount]`, full scale = 1.
  /// - Parameter destination: `sampleCount * format.byteCount` bytes; needs no alignment.
  /// - Complexity: one pass over the samples.
  /// - Thread: any.
  @_noLocks
  public static func encode(
    _ source: UnsafePointer<Float>, sampleCount: Int, as format: SampleFormat,
    into destination: UnsafeMutableRawPointer
  ) -> EncodingFaults {
    switch format {
    case .int16: encodeInt16(source, sampleCount, destination)
    case .int24Packed: encodeInt24Packed(source, sampleCount, destination)
    case .int24: encodeInt24(source, sampleCount, destination)
    case .int32: encodeInt32(source, sampleCount, destination)
    case .float32: encodeFloat32(source, sampleCount, destination)
    case .float64: encodeFloat64(source, sampleCount, destination)
    }
  }

  @_noLocks
  private static func encodeInt16(
    _ source: UnsafePointer<Float>, _ sampleCount: Int, _ destination: UnsafeMutableRawPointer
  ) -> EncodingFaults {
    var faults = EncodingFaults()
    for index in 0..<sampleCount {
      let integer = quantise(source[index], fullScale: 0x1p15, &faults)
      let bits = Int16(truncatingIfNeeded: integer).littleEndian
      destination.storeBytes(of: bits, toByteOffset: index &* 2, as: Int16.self)
    }
    return faults
  }

  @_noLocks
  private static func encodeInt24Packed(
    _ source: UnsafePointer<Float>, _ sampleCount: Int, _ destination: UnsafeMutableRawPointer
  ) -> EncodingFaults {
    var faults = EncodingFaults()
    for index in 0..<sampleCount {
      let integer = quantise(source[index], fullScale: 0x1p23, &faults)
      let sample = destination + index &* 3
      sample.storeBytes(of: UInt8(truncatingIfNeeded: integer), as: UInt8.self)
      sample.storeBytes(
        of: UInt8(truncatingIfNeeded: integer >> 8), toByteOffset: 1, as: UInt8.self)
      sample.storeBytes(
        of: UInt8(truncatingIfNeeded: integer >> 16), toByteOffset: 2, as: UInt8.self)
    }
    return faults
  }

  @_noLocks
  private static func encodeInt24(
    _ source: UnsafePointer<Float>, _ sampleCount: Int, _ destination: UnsafeMutableRawPointer
  ) -> EncodingFaults {
    var faults = EncodingFaults()
    for index in 0..<sampleCount {
      // The sign fills the unused top byte, which is what the drivers that do look at it expect.
      let bits = quantise(source[index], fullScale: 0x1p23, &faults).littleEndian
      destination.storeBytes(of: bits, toByteOffset: index &* 4, as: Int32.self)
    }
    return faults
  }

  @_noLocks
  private static func encodeInt32(
    _ source: UnsafePointer<Float>, _ sampleCount: Int, _ destination: UnsafeMutableRawPointer
  ) -> EncodingFaults {
    var faults = EncodingFaults()
    for index in 0..<sampleCount {
      let bits = quantise(source[index], fullScale: 0x1p31, &faults).littleEndian
      destination.storeBytes(of: bits, toByteOffset: index &* 4, as: Int32.self)
    }
    return faults
  }

  @_noLocks
  private static func encodeFloat32(
    _ source: UnsafePointer<Float>, _ sampleCount: Int, _ destination: UnsafeMutableRawPointer
  ) -> EncodingFaults {
    var faults = EncodingFaults()
    for index in 0..<sampleCount {
      let bits = finite(source[index], &faults).bitPattern.littleEndian
      destination.storeBytes(of: bits, toByteOffset: index &* 4, as: UInt32.self)
    }
    return faults
  }

  @_noLocks
  private static func encodeFloat64(
    _ source: UnsafePointer<Float>, _ sampleCount: Int, _ destination: UnsafeMutableRawPointer
  ) -> EncodingFaults {
    var faults = EncodingFaults()
    for index in 0..<sampleCount {
      let bits = Double(finite(source[index], &faults)).bitPattern.littleEndian
      destination.storeBytes(of: bits, toByteOffset: index &* 8, as: UInt64.self)
    }
    return faults
  }

  /// The integer nearest to `sample * fullScale` within `-fullScale ..< fullScale`.
  ///
  /// `Int32(_: Double)` would end the process on what does not fit. Adding 1.5 * 2^52 leaves the
  /// rounded integer in the low bits of the sum instead, for every sum that the limits let through.
  @_noLocks @inline(__always)
  private static func quantise(
    _ sample: Float, fullScale: Double, _ faults: inout EncodingFaults
  ) -> Int32 {
    let isNumber = sample == sample
    let scaled = isNumber ? Double(sample) * fullScale : 0
    // One step wider than the range, so that what rounds out of the range is seen and counted.
    let near = scaled < -fullScale - 1 ? -fullScale - 1 : scaled > fullScale ? fullScale : scaled
    let rounded = (near + 0x1.8p52) - 0x1.8p52
    let limited =
      rounded < -fullScale ? -fullScale : rounded > fullScale - 1 ? fullScale - 1 : rounded
    faults.undefinedSampleCount &+= isNumber ? 0 : 1
    faults.limitedSampleCount &+= limited == rounded ? 0 : 1
    return Int32(truncatingIfNeeded: Int64(bitPattern: (limited + 0x1.8p52).bitPattern))
  }

  /// The sample itself, or the nearest that a device can be given.
  @_noLocks @inline(__always)
  private static func finite(_ sample: Float, _ faults: inout EncodingFaults) -> Float {
    // In the bits, because a thread that treats denormals as zero still has to pass them on.
    let magnitude = sample.bitPattern & 0x7fff_ffff
    if magnitude < 0x7f80_0000 { return sample }
    if magnitude > 0x7f80_0000 {
      faults.undefinedSampleCount &+= 1
      return 0
    }
    faults.limitedSampleCount &+= 1
    return sample < 0 ? -1 : 1
  }
}
