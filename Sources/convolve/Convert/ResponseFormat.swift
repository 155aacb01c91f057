internal import Session
internal import SoundFiles

/// How the taps of an impulse response lie in a file, by its name.
enum ResponseFormat {
  case sound(SoundEncoding)
  /// Numbers, a frame a line.
  case text(separator: Character)
  /// Samples without a header.
  case raw(RawTaps.Format)

  /// Extensions of raw samples that do not say which.
  static let rawExtensions = ["raw", "pcm", "bin"]

  /// The format of an output.
  ///
  /// - Parameter asked: how samples are stored; 32-bit floating point for a sound file otherwise.
  init(output path: String, asked: SoundEncoding.Sample?) throws(CommandFailure) {
    let ending = Self.ending(path)
    if let separator = Self.separator(ending) {
      guard asked == nil else {
        throw CommandFailure(
          "\(path): text holds every bit of a tap; leave --encoding out", .usage)
      }
      self = .text(separator: separator)
    } else if let named = RawTaps.Format(path: path) {
      guard asked == nil || asked == named.sample else {
        throw CommandFailure(
          "\(path): the name says \(named.rawValue); leave --encoding out or name it .raw", .usage)
      }
      self = .raw(named)
    } else if Self.rawExtensions.contains(ending) {
      guard let asked else {
        throw CommandFailure(
          "\(path): the name does not say how raw samples are stored; add --encoding float32 or "
            + "another", .usage)
      }
      self = .raw(RawTaps.Format(asked))
    } else {
      self = .sound(try SoundEncoding.chosen(for: path, asked: asked, preferred: .float32))
    }
  }

  /// Text or raw samples for an input whose name says so; `nil` for a sound file.
  ///
  /// - Parameter raw: what raw samples are, if that was said.
  init?(input path: String, raw: RawTaps.Format?) throws(CommandFailure) {
    let ending = Self.ending(path)
    if path == standardStreamPath {
      guard let raw else { return nil }
      self = .raw(raw)
    } else if let separator = Self.separator(ending) {
      self = .text(separator: separator)
    } else if let named = RawTaps.Format(path: path) {
      self = .raw(raw ?? named)
    } else if Self.rawExtensions.contains(ending) {
      guard let raw else {
        throw CommandFailure(
          "\(path): the name does not say how raw samples are stored; add --raw f32le or another",
          .usage)
      }
      self = .raw(raw)
    } else {
      return nil
    }
  }

  private static func ending(_ path: String) -> String {
    let name = path.split(separator: "/").last ?? ""
    guard let dot = name.lastIndex(of: ".") else { return "" }
    return name[name.index(after: dot)...].lowercased()
  }

  private static func separator(_ ending: String) -> Character? {
    switch ending {
    case "txt": " "
    case "csv": ","
    default: nil
    }
  }

  /// In a sentence.
  var description: String {
    switch self {
    case .sound(let encoding): "\(encoding.container.rawValue) \(encoding.sample.rawValue)"
    case .text: "text"
    case .raw(let format): "raw \(format.rawValue)"
    }
  }
}
