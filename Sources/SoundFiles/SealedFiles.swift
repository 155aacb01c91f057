/// Complete sounds that wait for their names.
///
/// Making a file durable costs a wait for the disk, and its folder another. For many files together
/// the disk is waited for a few times, whatever their number. All or nothing holds for each file as
/// ever: it gets its name when all of it is on the disk.
///
/// - Owner: removes those that were not published when it goes away.
/// - Thread: any one at a time; blocks on the disk.
public final class SealedFiles {
  private struct Sealed {
    let output: OutputFile
    /// Who would remove it when it goes away.
    let writer: SoundFileWriter?
  }

  private var files: [Sealed] = []

  public init() {}

  public var count: Int { files.count }

  /// Finishes a file under its temporary name.
  ///
  /// - Errors: those of ``SoundFileWriter/commit()`` up to the wait.
  public func add(_ writer: SoundFileWriter) throws(SoundFileError) {
    try writer.seal()
    files.append(Sealed(output: writer.output, writer: writer))
  }

  /// Writes all of a file under a temporary name; parameters and errors are those of ``WholeFile``.
  public func add(
    _ bytes: [UInt8], to path: String, replacing: SoundFileWriter.Replacing,
    notAliasing inputs: [FileIdentity]
  ) throws(SoundFileError) {
    let output = try OutputFile(path: path, replacing: replacing, inputs: inputs)
    // A write that fails is remembered there, and thrown when the file would get its name.
    bytes.withUnsafeBytes { _ = output.write($0) }
    files.append(Sealed(output: output, writer: nil))
  }

  /// Gives every file its name, and holds none any more.
  ///
  /// - Returns: for each in order, why it has not got it; `nil` when it has.
  public func publish() -> [SoundFileError?] {
    defer { files = [] }
    var errors: [SoundFileError?] = files.map { file in
      do throws(SoundFileError) {
        try file.output.takeName()
        return nil
      } catch {
        return error
      }
    }
    var flushed: [String: SoundFileError?] = [:]
    for (index, file) in files.enumerated() where errors[index] == nil {
      let folder = folder(of: file.output.target)
      if flushed[folder] == nil {
        do throws(SoundFileError) {
          try file.output.flushFolder()
          flushed.updateValue(nil, forKey: folder)
        } catch {
          flushed.updateValue(error, forKey: folder)
        }
      }
      if let error = flushed[folder] ?? nil {
        errors[index] = SoundFileError(
          kind: error.kind, path: file.output.path, message: error.message)
      }
    }
    return errors
  }

  /// Gives all files their names or none, and holds none any more.
  ///
  /// What can fail is done before the first name is given; where a name fails all the same, those that
  /// were given are taken back, and what stood there before stands there again. Only the end of the
  /// process between two names leaves some of them, each complete.
  ///
  /// - Errors: of the file that failed first. When not even taking back succeeds, it says which files
  ///   are new, and where their old content is.
  public func publishTogether() throws(SoundFileError) {
    defer { files = [] }
    for file in files { try file.output.settle() }
    var changes: [NameChange] = []
    for (index, file) in files.enumerated() {
      do throws(SoundFileError) {
        // The last one never has to be taken back.
        let change = try NameChange(file.output, index < files.count - 1 ? .keepingOld : .forGood)
        changes.append(change)
        try change.takeName()
      } catch {
        throw NameChange.undo(changes, because: error)
      }
    }
    for change in changes { change.forgetOld() }
    var folders = Set<String>()
    for file in files where folders.insert(folder(of: file.output.target)).inserted {
      try file.output.flushFolder()
    }
  }
}
