internal import Glibc

/// Why a sound file could not be read or written.
public struct SoundFileError: Error, Equatable, CustomStringConvertible, Sendable {
  /// What the caller can do about it: one case per decision.
  public enum Kind: Equatable, Sendable {
    /// No file of that name: ask for another.
    case missing
    /// It exists but cannot be read: no permission, a directory, a pipe, a device, a read error.
    case unreadable
    /// Not one of the containers in ``SoundContainer``: convert it first.
    case notSound
    /// A known container with a codec, channel count or sample rate that is not allowed.
    case unsupported
    /// Damaged or without meaning: a broken header, no frames, non-finite or only zero samples.
    case malformed
    /// Beyond a limit of length, memory or file size.
    case tooLarge
    /// The output exists and replacing it was not asked for.
    case exists
    /// The output is one of the inputs, under whatever name.
    case sameAsInput
    /// The output cannot be created there: no such directory, no permission, not a regular file.
    case unwritable
    /// The device, the quota or the process's file size limit is exhausted.
    case diskFull
    /// Writing, flushing or renaming failed otherwise.
    case writeFailed
  }

  /// What the caller can do about it.
  public var kind: Kind
  /// The file's name as the caller gave it.
  public var path: String
  /// One sentence: what was found, what is allowed, what to do next.
  public var message: String

  /// - Parameter message: one sentence without the name: what was found, what is allowed, what to
  ///   do next.
  public init(kind: Kind, path: String, message: String) {
    self.kind = kind
    self.path = path
    self.message = message
  }

  /// The message behind the file's name.
  public var description: String { "\(path): \(message)" }
}

extension SoundFileError {
  /// The error of a failed open or read of an input, from its `errno` code.
  static func reading(_ path: String, code: Int32) -> SoundFileError {
    if code == ENOENT || code == ENOTDIR {
      return SoundFileError(
        kind: .missing, path: path, message: "does not exist; check the name and the folder")
    }
    return SoundFileError(
      kind: .unreadable, path: path, message: "cannot be read: \(text(of: code))")
  }

  /// The error of a failed step on the way to an output, from its `errno` code.
  static func writing(_ path: String, _ step: String, code: Int32) -> SoundFileError {
    switch code {
    case ENOSPC, EDQUOT, EFBIG:
      SoundFileError(
        kind: .diskFull, path: path,
        message:
          "no room to \(step) (\(text(of: code))); free some and try again, the old content is untouched"
      )
    default:
      SoundFileError(
        kind: .writeFailed, path: path,
        message: "could not \(step): \(text(of: code)); the old content is untouched")
    }
  }

  /// The system's words for an `errno` code.
  static func text(of code: Int32) -> String {
    guard let words = strerror(code) else { return "error \(code)" }
    return String(cString: words)
  }
}
