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
  /// - Errors: for a manifest that is none, or of a run that was asked for something else or met other
  ///   impulse responses.
  init(_ options: BatchOptions, _ works: [BatchWork]) throws(CommandFailure) {
    guard let path = options.manifest, options.resume, FileLength.of(path) != nil else {
      (self.works, manifestBytes, notes) = (works, nil, [])
      return
    }
    let bytes = try listed { () throws(BatchError) in try ListFile.bytes(path) }
    let finished = try listed { () throws(BatchError) in
      try FinishedWork(name: path, bytes)
    }
    var review = FinishedReview(finished, path: path)
    self.works = try review.rest(of: works)
    notes = review.notes
    manifestBytes = bytes.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
  }
}
