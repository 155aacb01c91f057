/// Turns a device's bytes into the engine's samples.
public enum SampleDecoder {
  /// Decodes interleaved frames into one plane per channel.
  ///
  /// An integer of `n` bits is multiplied by 1/2^(n-1), so that the most negative one becomes -1.
  /// All integers of up to 24 bits arrive exactly; of 32 bits the nearest `Float` is taken.
  /// Floating point passes unchanged, with whatever is not a number in it: the engine guards itself.
  ///
  /// - Parameter source: `[frames][channelCount]` in `format`; needs no alignment.
  /// - Parameter destination: planar, `[channelCount][frames]`, full scale = 1.
  /// - Complexity: one pass over the samples.
  /// - Thread: any.
  @_noLocks
  public static func decode(
    _ source: UnsafeRawPointer, as format: SampleFormat, channelCount: Int, frames: Int,
    into destination: UnsafeMutablePointer<Float>
  ) {
    let stride = channelCount * format.byteCount
    for channel in 0..<channelCount {
      let samples = source + channel * format.byteCount
      let plane = destination + channel * frames
      switch format {
      case .int16: decodeInt16(samples, stride, frames, plane)
      case .int24Packed: decodeInt24Packed(samples, stride, frames, plane)
      case .int24: decodeInt24(samples, stride, frames, plane)
      case .int32: decodeInt32(samples, stride, frames, plane)
      case .float32: decodeFloat32(samples, stride, frames, plane)
      case .float64: decodeFloat64(samples, stride, frames, plane)
      }
    }
  }

  // One channel each: `stride` is the bytes from one frame to the next.

  @_noLocks
  private static func decodeInt16(
    _ samples: UnsafeRawPointer, _ stride: Int, _ frames: Int, _ plane: UnsafeMutablePointer<Float>
  ) {
    for frame in 0..<frames {
      let bits = samples.loadUnaligned(fromByteOffset: frame &* stride, as: Int16.self)
      plane[frame] = Float(Int16(littleEndian: bits)) * 0x1p-15
    }
  }

  @_noLocks
  private static func decodeInt24Packed(
    _ samples: UnsafeRawPointer, _ stride: Int, _ frames: Int, _ plane: UnsafeMutablePointer<Float>
  ) {
    for frame in 0..<frames {
      let sample = samples + frame &* stride
      let low = Int32(sample.load(as: UInt8.self))
      let middle = Int32(sample.load(fromByteOffset: 1, as: UInt8.self))
      let high = Int32(sample.load(fromByteOffset: 2, as: Int8.self))
      plane[frame] = Float(high << 16 | middle << 8 | low) * 0x1p-23
    }
  }

  @_noLocks
  private static func decodeInt24(
    _ samples: UnsafeRawPointer, _ stride: Int, _ frames: Int, _ plane: UnsafeMutablePointer<Float>
  ) {
    for frame in 0..<frames {
      let bits = samples.loadUnaligned(fromByteOffset: frame &* stride, as: Int32.self)
      // The top byte is undefined: drivers leave zeros, the sign or rubbish there.
      plane[frame] = Float((Int32(littleEndian: bits) << 8) >> 8) * 0x1p-23
    }
  }

  @_noLocks
  private static func decodeInt32(
    _ samples: UnsafeRawPointer, _ stride: Int, _ frames: Int, _ plane: UnsafeMutablePointer<Float>
  ) {
    for frame in 0..<frames {
      let bits = samples.loadUnaligned(fromByteOffset: frame &* stride, as: Int32.self)
      plane[frame] = Float(Int32(littleEndian: bits)) * 0x1p-31
    }
  }

  @_noLocks
  private static func decodeFloat32(
    _ samples: UnsafeRawPointer, _ stride: Int, _ frames: Int, _ plane: UnsafeMutablePointer<Float>
  ) {
    for frame in 0..<frames {
      let bits = samples.loadUnaligned(fromByteOffset: frame &* stride, as: UInt32.self)
      plane[frame] = Float(bitPattern: UInt32(littleEndian: bits))
    }
  }

  @_noLocks
  private static func decodeFloat64(
    _ samples: UnsafeRawPointer, _ stride: Int, _ frames: Int, _ plane: UnsafeMutablePointer<Float>
  ) {
    for frame in 0..<frames {
      let bits = samples.loadUnaligned(fromByteOffset: frame &* stride, as: UInt64.self)
      plane[frame] = Float(Double(bitPattern: UInt64(littleEndian: bits)))
    }
  }
}
