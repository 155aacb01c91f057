/// A file that is written at once, all or nothing, as sound files are.
public enum WholeFile {
  /// Puts `bytes` on the disk under a temporary name and then under the file's own.
  ///
  /// - Parameter notAliasing: the inputs, none of which may be the file that `path` leads to.
  /// - Errors: `exists`, `sameAsInput`, `unwritable`, `diskFull`, `writeFailed`. What stood under
  ///   the name before stands there still, except when only the folder's flush failed.
  /// - Thread: control; blocks on the disk.
  public static func write(
    _ bytes: [UInt8], to path: String, replacing: SoundFileWriter.Replacing = .never,
    notAliasing inputs: [FileIdentity] = []
  ) throws(SoundFileError) {
    try write(bytes, to: path, replacing: replacing, notAliasing: inputs) { _ in nil }
  }

  /// - Parameter fault: an `errno` code makes a step fail.
  static func write(
    _ bytes: [UInt8], to path: String, replacing: SoundFileWriter.Replacing,
    notAliasing inputs: [FileIdentity], fault: @escaping (OutputFile.Step) -> Int32?
  ) throws(SoundFileError) {
    let output = try OutputFile(path: path, replacing: replacing, inputs: inputs, fault: fault)
    // A write that fails is remembered there, and thrown when the file would get its name.
    bytes.withUnsafeBytes { _ = output.write($0) }
    try output.publish()
  }
}
