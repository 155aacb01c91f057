internal import Batch
internal import Session

/// What earlier runs left of a batch.
struct BatchRest {
  /// What is still to be done, in the list's order.
  let works: [BatchWork]
  /// Bytes of the manifest that count, up to the end of its last complete line; `nil` for a first run.
  let manifestBytes: Int?
  let notes: [String]

  /// Reads the manifest where one is to be gone on with, and writes nothing.
  ///
  /// - Errors: for a manifest that is none, or of a run that was asked for something else.
  init(_ options: BatchOptions, _ works: [BatchWork]) throws(CommandFailure) {
    guard let path = options.manifest, options.resume, FileLength.of(path) != nil else {
      (self.works, manifestBytes, notes) = (works, nil, [])
      return
    }
    let bytes = try listed { () throws(BatchError) in try ListFile.bytes(path) }
    let finished = try listed { () throws(BatchError) in
      try FinishedWork(name: path, bytes)
    }
    self.works = try Self.rest(of: works, finished, path)
    let torn = "\(path): its last line broke off; that file is rendered again"
    notes = finished.isTorn ? [torn] : []
    manifestBytes = bytes.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
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
      if let difference = entry.difference(from: work.line(.done(.init()))) {
        throw CommandFailure(
          """
          \(path): place \(work.place) (\(entry.input)) was written \(difference.before) and this run \
          goes on \(difference.now); resume with what it was begun with, or begin anew: another -o and \
          --manifest, or --force without --resume
          """, .usage)
      }
      if FileLength.of(work.output) != entry.byteCount { rest.append(work) }
    }
    return rest
  }
}
