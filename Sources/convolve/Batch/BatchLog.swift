internal import Batch
internal import Glibc
internal import JSON
internal import Session
internal import SoundFiles

/// A batch's manifest: what earlier runs did, and what this one does.
struct BatchLog {
  /// What is still to be done, in the list's order.
  let works: [BatchWork]
  /// Whether outputs that exist may be replaced: those that a killed run wrote and did not record.
  let mayReplace: Bool
  let notes: [String]
  private let file: LineFile?
  private let isResumed: Bool

  init(
    _ options: BatchOptions, _ works: [BatchWork], force: Bool
  ) throws(CommandFailure) {
    guard let path = options.manifest else {
      (self.works, mayReplace, notes, isResumed) = (works, false, [], false)
      file = nil
      return
    }
    guard options.resume, FileLength.of(path) != nil else {
      (self.works, mayReplace, notes, isResumed) = (works, false, [], false)
      file = try LineFile(path, force ? .anew : .new)
      return
    }
    let bytes = try listed { () throws(BatchError) in try ListFile.bytes(path) }
    let finished = try listed { () throws(BatchError) in
      try FinishedWork(name: path, bytes)
    }
    self.works = try Self.rest(of: works, finished, path)
    let torn = "\(path): its last line broke off; that file is rendered again"
    notes = finished.isTorn ? [torn] : []
    (mayReplace, isResumed) = (true, true)
    let complete = bytes.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
    file = try LineFile(path, .behind(byteCount: complete))
  }

  /// What is not done, or of which the output is gone or has another length.
  private static func rest(
    of works: [BatchWork], _ finished: FinishedWork, _ path: String
  ) throws(CommandFailure) -> [BatchWork] {
    var rest: [BatchWork] = []
    for work in works {
      guard let entry = finished.entries[work.place] else {
        rest.append(work)
        continue
      }
      guard entry.line.hasPrefix(work.line(.done(.init())).beginning) else {
        throw CommandFailure(
          """
          \(path): was written for another list or other choices, as place \(work.place) shows \
          (\(entry.input)); resume with what the run was started with, or name another manifest
          """, .usage)
      }
      if FileLength.of(work.output) != entry.byteCount { rest.append(work) }
    }
    return rest
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
