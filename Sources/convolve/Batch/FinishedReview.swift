internal import Batch
internal import Session

/// Compares what a manifest says is done with what is asked for and what is there now.
struct FinishedReview {
  private let finished: FinishedWork
  /// The manifest's name.
  private let path: String
  /// What files hold now, each read once; `nil` for what cannot be read.
  private var found: [String: AppliedFile?] = [:]
  private var changedInputs: [String] = []
  private var unknownCount = 0

  init(_ finished: FinishedWork, path: String) {
    self.finished = finished
    self.path = path
  }

  /// What is not done, of which the output is gone or has another length, or of which the input has
  /// another length.
  ///
  /// - Errors: where going on would mix two sounds.
  mutating func rest(of works: [BatchWork]) throws(CommandFailure) -> [BatchWork] {
    var rest: [BatchWork] = []
    for work in works {
      guard let entry = finished.entries[work.place] else {
        rest.append(work)
        continue
      }
      try demandSameChoices(work, entry)
      if FileLength.of(work.output) != entry.byteCount || hasOtherInput(work, entry) {
        rest.append(work)
      } else {
        try demandSameFiles(work, entry)
      }
    }
    return rest
  }

  /// What a user should be told.
  var notes: [String] {
    var notes: [String] = []
    if finished.isTorn {
      notes.append("\(path): its last line broke off; that file is rendered again")
    }
    if let first = changedInputs.first {
      notes.append(
        """
        \(path): \(counted(changedInputs.count, "input")) of another length than when it was rendered \
        (\(first)\(changedInputs.count > 1 ? " and others" : "")); rendered again
        """)
    }
    if unknownCount > 0 {
      notes.append(
        """
        \(path): \(counted(unknownCount, "line")) of an earlier version of convolve, which did not \
        record what impulse responses held; whether they have changed is not known
        """)
    }
    return notes
  }

  private func demandSameChoices(
    _ work: BatchWork, _ entry: FinishedWork.Entry
  ) throws(CommandFailure) {
    guard let difference = entry.difference(from: work.line(.done(.init()))) else { return }
    throw CommandFailure(
      """
      \(path): place \(work.place) (\(entry.input)) was written \(difference.before) and this run \
      goes on \(difference.now); resume with what it was begun with, \(Self.anew)
      """, .usage)
  }

  /// Only its own output comes from it, so that it is rendered again. What is gone is not missed.
  private mutating func hasOtherInput(_ work: BatchWork, _ entry: FinishedWork.Entry) -> Bool {
    guard let before = entry.inputByteCount, let now = FileLength.of(work.input), now != before
    else { return false }
    changedInputs.append(work.input)
    return true
  }

  /// Others that are still to come may be made with the same files. What is gone makes none: whatever
  /// needs it fails by itself.
  private mutating func demandSameFiles(
    _ work: BatchWork, _ entry: FinishedWork.Entry
  ) throws(CommandFailure) {
    guard let applied = entry.applied else {
      unknownCount += 1
      return
    }
    for before in applied {
      guard let now = file(before.path), now != before else { continue }
      throw CommandFailure(
        """
        \(path): place \(work.place) (\(entry.input)) was written with another \(before.path) \
        (\(before.digest)) than there is now (\(now.digest)); put back what it was, \(Self.anew)
        """, .usage)
    }
  }

  private static let anew =
    "or begin anew: another -o and --manifest, or --force without --resume"

  private mutating func file(_ path: String) -> AppliedFile? {
    if let known = found[path] { return known }
    let file = AppliedFile(path: path)
    found[path] = .some(file)
    return file
  }
}
