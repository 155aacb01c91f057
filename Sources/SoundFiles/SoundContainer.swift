/// The file formats that are read and written.
public enum SoundContainer: String, CaseIterable, Sendable {
  case wav
  case rf64
  case w64
  case aiff
  case caf
  case flac

  /// The container that a file's first bytes announce.
  ///
  /// libsndfile reads some twenty more containers, several with a history of memory errors; it
  /// sees only files that pass here.
  ///
  /// - Errors: `missing`; `unreadable` for what is not a regular file, without blocking on it;
  ///   `notSound`.
  public static func sniff(_ path: String) throws(SoundFileError) -> SoundContainer {
    let file = try InputFile(path: path)
    return try sniff(file)
  }

  static func sniff(_ file: InputFile) throws(SoundFileError) -> SoundContainer {
    if let found = announced(by: file) { return found }
    let found =
      file.byteCount == 0
      ? "has 0 bytes; get a fresh copy or export it again"
      : "is not a sound file of an allowed format; convert it to WAV, RF64, W64, AIFF, CAF or FLAC"
    throw SoundFileError(kind: .notSound, path: file.path, message: found)
  }

  private static func announced(by file: InputFile) -> SoundContainer? {
    if let guid = file.bytes(at: 0, count: 16), guid == Wave64.riff { return .w64 }
    guard let head = file.bytes(at: 0, count: 12) else { return nil }
    let name = String(decoding: head[0..<4], as: UTF8.self)
    let form = String(decoding: head[8..<12], as: UTF8.self)
    switch (name, form) {
    case ("RIFF", "WAVE"): return .wav
    case ("RF64", "WAVE"): return .rf64
    case ("FORM", "AIFF"), ("FORM", "AIFC"): return .aiff
    case ("caff", _): return .caf
    case ("fLaC", _): return .flac
    default: return nil
    }
  }
}

/// The identifiers of Sony Wave64, which stand where RIFF has four letters.
enum Wave64 {
  static let riff: [UInt8] = [
    0x72, 0x69, 0x66, 0x66, 0x2E, 0x91, 0xCF, 0x11, 0xA5, 0xD6, 0x28, 0xDB, 0x04, 0xC1, 0, 0,
  ]
  static let samples: [UInt8] = [
    0x64, 0x61, 0x74, 0x61, 0xF3, 0xAC, 0xD3, 0x11, 0x8C, 0xD1, 0, 0xC0, 0x4F, 0x8E, 0xDB, 0x8A,
  ]
}
