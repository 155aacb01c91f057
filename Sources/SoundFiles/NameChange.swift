internal import Glibc

/// The name that a file of a group gets, and how that is taken back.
final class NameChange {
  /// Where what stood under the name can be found meanwhile.
  private enum Old {
    /// Nothing stood there, or it will not be asked for.
    case none
    /// Under a second name.
    case linked(String)
    /// Under another name alone.
    case moved(String)
  }

  private let output: OutputFile
  private var old = Old.none
  private var isNamed = false

  /// Whether it may have to be taken back.
  enum Manner { case keepingOld, forGood }

  /// Has what stands under the name be found under another one as well.
  ///
  /// - Errors: `diskFull`, `writeFailed`; the name holds what it held.
  init(_ output: OutputFile, _ manner: Manner) throws(SoundFileError) {
    self.output = output
    guard manner == .keepingOld, output.replacing == .existing,
      FileIdentity(path: output.target) != nil
    else {
      return
    }
    let path = TemporaryFile.name(beside: output.target)
    if link(output.target, path) == 0 {
      old = .linked(path)
    } else if lacksLinks(errno), rename(output.target, path) == 0 {
      old = .moved(path)
    } else {
      throw SoundFileError.writing(output.path, "keep the old file", code: errno)
    }
  }

  /// - Errors: those of ``OutputFile/takeNameOnly()``; the file is gone then.
  func takeName() throws(SoundFileError) {
    try output.takeNameOnly()
    isNamed = true
  }

  /// Ends the second name of what was replaced.
  func forgetOld() {
    switch old {
    case .none: break
    case .linked(let path), .moved(let path): unlink(path)
    }
  }

  /// Takes names back, the latest first.
  ///
  /// - Parameter error: why.
  /// - Returns: it, and with it what could not be taken back.
  static func undo(_ changes: [NameChange], because error: SoundFileError) -> SoundFileError {
    let remains = changes.reversed().compactMap { $0.undo() }
    guard !remains.isEmpty else { return error }
    return SoundFileError(
      kind: error.kind, path: error.path,
      message: error.message + "; " + remains.joined(separator: "; "))
  }

  /// - Returns: why it failed, a part of a sentence; `nil` when the name holds what it held.
  private func undo() -> String? {
    switch old {
    case .none:
      if isNamed { unlink(output.target) }
      return nil
    case .linked(let path) where !isNamed:
      unlink(path)
      return nil
    case .linked(let path), .moved(let path):
      if rename(path, output.target) == 0 { return nil }
      return
        "\(output.path) could not be brought back (\(SoundFileError.text(of: errno))), its old "
        + "content is \(path)"
    }
  }
}
