/// Samples without a header, little-endian, frame by frame.
public struct RawTaps: Equatable, Sendable {
  /// How a sample is stored.
  public enum Format: String, CaseIterable, Sendable {
    case f32le, f64le, s16le, s24le, s32le

    /// As the samples of a sound file.
    public var sample: SoundEncoding.Sample {
      switch self {
      case .f32le: .float32
      case .f64le: .float64
      case .s16le: .int16
      case .s24le: .int24
      case .s32le: .int32
      }
    }

    /// The format in which samples of a sound file lie as they are.
    public init(_ sample: SoundEncoding.Sample) {
      self =
        switch sample {
        case .float32: .f32le
        case .float64: .f64le
        case .int16: .s16le
        case .int24: .s24le
        case .int32: .s32le
        }
    }

    /// What a file's name says: `.dbl` and `.f64`, `.f32`.
    public init?(path: String) {
      switch path.split(separator: ".").last?.lowercased() {
      case "dbl", "f64": self = .f64le
      case "f32": self = .f32le
      default: return nil
      }
    }
  }

  /// How the samples are stored.
  public let format: Format
  /// All samples, frame by frame.
  public let bytes: [UInt8]
  /// Integers beyond full scale, written as full scale.
  public let clippedSampleCount: Int

  /// What a file holds.
  public init(bytes: [UInt8], format: Format) {
    self.bytes = bytes
    self.format = format
    clippedSampleCount = 0
  }

  /// Channels of equal length, full scale 1, as bytes.
  public init(channels: [[Double]], format: Format) {
    var bytes: [UInt8] = []
    var quantizer = SampleQuantizer(bits: format.sample.integerBits ?? 32)
    bytes.reserveCapacity(channels.count * channels[0].count * format.sample.byteCount)
    for frame in channels[0].indices {
      for channel in channels {
        let sample = channel[frame]
        switch format {
        case .f32le: Self.append(UInt64(Float(sample).bitPattern), 4, to: &bytes)
        case .f64le: Self.append(sample.bitPattern, 8, to: &bytes)
        case .s16le, .s24le, .s32le:
          let count = format.sample.byteCount
          let steps = UInt32(bitPattern: quantizer.quantize(sample)) >> UInt32(32 - 8 * count)
          Self.append(UInt64(steps), count, to: &bytes)
        }
      }
    }
    self.bytes = bytes
    self.format = format
    clippedSampleCount = quantizer.clippedCount
  }

  private static func append(_ number: UInt64, _ count: Int, to bytes: inout [UInt8]) {
    for byte in 0..<count { bytes.append(UInt8(truncatingIfNeeded: number >> UInt64(8 * byte))) }
  }

  /// The channels, full scale 1, `[channel][frame]`.
  ///
  /// - Parameter path: the file's name, for errors.
  /// - Errors: `malformed` for no or half a frame, and for what is no finite number within 32-bit
  ///   floating point, which is what bytes in another format look like.
  public func channels(count: Int, path: String) throws(SoundFileError) -> [[Double]] {
    let frameBytes = count * format.sample.byteCount
    guard !bytes.isEmpty, bytes.count.isMultiple(of: frameBytes) else {
      throw SoundFileError(
        kind: .malformed, path: path,
        message: "has \(bytes.count) bytes, no whole number of frames of \(frameBytes) "
          + "(\(format.rawValue), channels: \(count)); check the format and the channels")
    }
    var channels = [[Double]](repeating: [], count: count)
    for place in stride(from: 0, to: bytes.count, by: format.sample.byteCount) {
      let sample = sample(at: place)
      let index = place / format.sample.byteCount
      guard Float(sample).isFinite else {
        throw SoundFileError(
          kind: .malformed, path: path,
          message: "holds \(sample) in frame \(index / count) when read as \(format.rawValue); "
            + "check the format")
      }
      channels[index % count].append(sample)
    }
    return channels
  }

  private func sample(at place: Int) -> Double {
    let count = format.sample.byteCount
    let number = (0..<count).reduce(UInt64(0)) { $0 | UInt64(bytes[place + $1]) << UInt64(8 * $1) }
    switch format {
    case .f32le: return Double(Float(bitPattern: UInt32(truncatingIfNeeded: number)))
    case .f64le: return Double(bitPattern: number)
    case .s16le, .s24le, .s32le:
      // Left-justified, so that the sign falls into place.
      let steps = Int64(bitPattern: number << UInt64(64 - 8 * count)) >> Int64(64 - 8 * count)
      return Double(steps) / Double(1 << (8 * count - 1))
    }
  }
}
