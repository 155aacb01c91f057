/// How one sample lies in a device's or a file's memory, little endian.
///
/// The raw values are ALSA's names, which are also what the configuration file accepts.
public enum SampleFormat: String, CaseIterable, Sendable {
  case int16 = "S16_LE"
  /// 24 bits in three bytes.
  case int24Packed = "S24_3LE"
  /// 24 bits in the low three bytes of four.
  case int24 = "S24_LE"
  case int32 = "S32_LE"
  case float32 = "FLOAT_LE"
  case float64 = "FLOAT64_LE"

  /// Bytes that one sample occupies.
  public var byteCount: Int {
    @_noLocks get {
      switch self {
      case .int16: 2
      case .int24Packed: 3
      case .int24, .int32, .float32: 4
      case .float64: 8
      }
    }
  }

  /// Bits that carry the signal of an integer format; `nil` for floating point.
  public var integerBits: Int? {
    switch self {
    case .int16: 16
    case .int24Packed, .int24: 24
    case .int32: 32
    case .float32, .float64: nil
    }
  }
}
