internal import Batch
internal import Glibc
internal import JSON
internal import Session
internal import SoundFiles

/// A batch's manifest, as it is written.
struct BatchLog {
  private let file: LineFile?
  private let isResumed: Bool

  /// Begins a manifest, or goes on behind what an earlier run wrote.
  init(_ options: BatchOptions, after rest: BatchRest, force: Bool) throws(CommandFailure) {
    isResumed = rest.manifestBytes != nil
    guard let path = options.manifest else {
      file = nil
      return
    }
    let opening = rest.manifestBytes.map { LineFile.Opening.behind(byteCount: $0) }
    file = try LineFile(path, opening ?? (force ? .anew : .new))
  }

  /// Fails as beginning a manifest would where there is one already, and writes nothing.
  static func rehearse(
    _ options: BatchOptions, after rest: BatchRest, force: Bool
  ) throws(CommandFailure) {
    guard let path = options.manifest, rest.manifestBytes == nil, !force else { return }
    if FileLength.of(path) != nil { throw LineFile.occupied(path) }
  }

  func append(_ line: ManifestLine) throws(CommandFailure) {
    try file?.append(line.json.description)
  }

  /// Leaves one line for each file, in the list's order, on the disk.
  func finish() throws(CommandFailure) {
    guard let file else { return }
    try file.flush()
    guard isResumed else { return }
    let bytes = try listed { () throws(BatchError) in try ListFile.bytes(file.path) }
    let sorted = try listed { () throws(BatchError) in
      try FinishedWork.inOrder(name: file.path, bytes)
    }
    if sorted == bytes { return }
    let temporary = file.path + ".partial"
    let text = String(decoding: sorted.dropLast(), as: UTF8.self)
    let copy = try LineFile(temporary, .anew)
    try copy.append(text)
    try copy.flush()
    guard unsafe rename(temporary, file.path) == 0 else {
      throw CommandFailure("\(file.path): cannot be put in order; check the folder", .readWrite)
    }
  }
}

/// Runs what may fail on a list or a manifest.
func listed<Value>(_ body: () throws(BatchError) -> Value) throws(CommandFailure) -> Value {
  do throws(BatchError) { return try body() } catch {
    let status: ExitStatus =
      switch error.kind {
      case .conflict: .usage
      case .malformed: .badSound
      case .missing: .noInput
      }
    throw CommandFailure(error.description, status)
  }
}
