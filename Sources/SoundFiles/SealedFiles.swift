/// Complete sounds that wait for their names.
///
/// Making a file durable costs a wait for the disk, and its folder another. For many files together
/// the disk is waited for a few times, whatever their number. All or nothing holds for each file as
/// ever: it gets its name when all of it is on the disk.
///
/// - Owner: removes those that were not published when it goes away.
/// - Thread: any one at a time; blocks on the disk.
public final class SealedFiles {
  private var writers: [SoundFileWriter] = []

  public init() {}

  public var count: Int { writers.count }

  /// Finishes a file under its temporary name.
  ///
  /// - Errors: those of ``SoundFileWriter/commit()`` up to the wait.
  public func add(_ writer: SoundFileWriter) throws(SoundFileError) {
    try writer.seal()
    writers.append(writer)
  }

  /// Gives every file its name, and holds none any more.
  ///
  /// - Returns: for each in order, why it has not got it; `nil` when it has.
  public func publish() -> [SoundFileError?] {
    defer { writers = [] }
    var errors: [SoundFileError?] = writers.map { writer in
      do throws(SoundFileError) {
        try writer.output.takeName()
        return nil
      } catch {
        return error
      }
    }
    var flushed: [String: SoundFileError?] = [:]
    for (index, writer) in writers.enumerated() where errors[index] == nil {
      let folder = folder(of: writer.output.target)
      if flushed[folder] == nil {
        do throws(SoundFileError) {
          try writer.output.flushFolder()
          flushed.updateValue(nil, forKey: folder)
        } catch {
          flushed.updateValue(error, forKey: folder)
        }
      }
      if let error = flushed[folder] ?? nil {
        errors[index] = SoundFileError(
          kind: error.kind, path: writer.path, message: error.message)
      }
    }
    return errors
  }
}
