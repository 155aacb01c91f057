extension WholeFile {
  /// The most that is read at once.
  public static let readLimit = 512 << 20

  /// Everything that a regular file holds, and which file it is; or that comes through standard input,
  /// for `-`.
  ///
  /// - Errors: `missing`, `unreadable`; `tooLarge` beyond ``readLimit``.
  /// - Thread: control; blocks on the disk.
  public static func read(
    _ path: String
  ) throws(SoundFileError) -> (bytes: [UInt8], identity: FileIdentity?) {
    if path == standardStreamPath {
      return (try StandardInput.whole(limit: readLimit), FileIdentity(input: path))
    }
    let file = try InputFile(path: path)
    guard file.byteCount <= readLimit else {
      throw tooLarge(path, "has \(file.byteCount) bytes")
    }
    let bytes = [UInt8](unsafeUninitializedCapacity: file.byteCount) { buffer, count in
      count = file.read(UnsafeMutableRawBufferPointer(buffer))
    }
    if let code = file.failure { throw SoundFileError.reading(path, code: code) }
    return (bytes, file.identity)
  }

  static func tooLarge(_ path: String, _ found: String) -> SoundFileError {
    SoundFileError(
      kind: .tooLarge, path: path, message: "\(found); \(readLimit >> 20) MiB are the most")
  }
}
