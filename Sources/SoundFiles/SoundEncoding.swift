/// A container and how one sample lies in it.
public struct SoundEncoding: Equatable, Sendable {
  /// How a sample is stored.
  ///
  /// Eight-bit files are read and count as ``int16``, which holds their samples exactly; they are
  /// not written.
  public enum Sample: String, CaseIterable, Sendable {
    case int16
    case int24
    /// Read into `Float`, the 24 leading bits of a sample survive; into `Double`, all.
    case int32
    case float32
    case float64

    /// Bits of an integer sample; `nil` for floating point.
    public var integerBits: Int? {
      switch self {
      case .int16: 16
      case .int24: 24
      case .int32: 32
      case .float32, .float64: nil
      }
    }

    /// Bytes that one uncompressed sample occupies.
    public var byteCount: Int {
      switch self {
      case .int16: 2
      case .int24: 3
      case .int32, .float32: 4
      case .float64: 8
      }
    }
  }

  /// The file format.
  public var container: SoundContainer
  /// How a sample is stored.
  public var sample: Sample

  /// Not every pair exists: what a container does not hold is refused when a file is opened for
  /// writing.
  public init(container: SoundContainer, sample: Sample) {
    self.container = container
    self.sample = sample
  }

  /// The encoding for an output called `path`: the container by its extension, the samples as in
  /// `model`, or 32-bit float without one.
  ///
  /// FLAC has no floating point and no 32-bit integers here: those become 24-bit integers.
  ///
  /// - Errors: `unsupported` when the extension names no container.
  public init(path: String, like model: SoundEncoding?) throws(SoundFileError) {
    guard let container = Self.container(ofName: path) else {
      throw SoundFileError(
        kind: .unsupported, path: path,
        message: "the name does not say which format to write; "
          + "end it in .wav, .rf64, .w64, .aiff, .caf or .flac")
    }
    let sample = model?.sample ?? .float32
    self.init(
      container: container,
      sample: container == .flac && sample != .int16 ? .int24 : sample)
  }

  private static func container(ofName path: String) -> SoundContainer? {
    let name = path.split(separator: "/").last ?? ""
    guard let dot = name.lastIndex(of: ".") else { return nil }
    return switch name[name.index(after: dot)...].lowercased() {
    case "wav", "wave": .wav
    case "rf64": .rf64
    case "w64": .w64
    case "aiff", "aif", "aifc": .aiff
    case "caf": .caf
    case "flac": .flac
    default: nil
    }
  }
}
