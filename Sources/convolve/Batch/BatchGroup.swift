internal import Batch
internal import SoundFiles

/// Files of one thread that are complete and get their names together.
///
/// - Owner: removes those that were not published when it goes away.
/// - Thread: any one at a time.
final class BatchGroup {
  let sealed = SealedFiles()
  private var lines: [(index: Int, line: ManifestLine)] = []

  var count: Int { lines.count }

  /// - Parameter line: of a file that ``sealed`` has taken, or of one that failed.
  /// - Parameter index: of the work.
  func add(_ line: ManifestLine, _ index: Int) { lines.append((index, line)) }

  /// Gives the files their names, and their lines back, with the works' indices.
  func publish() -> [(Int, ManifestLine)] {
    defer { lines = [] }
    var errors = sealed.publish()[...]
    return lines.map { index, line in
      guard var done = line.done, let error = errors.popFirst() else { return (index, line) }
      var line = line
      if let error {
        line.ending = ManifestLine.Ending(CommandFailure(error))
      } else {
        done.byteCount = FileLength.of(line.output) ?? 0
        line.ending = .done(done)
      }
      return (index, line)
    }
  }
}
