internal import Batch
internal import Rendering
internal import Synchronization

/// Filters kept for other files that meet the same impulse response, the latest used of them within
/// a bound of memory.
///
/// Thread: any. Two that want the same filter at the same time prepare it once.
final class FilterCache: FilterSource {
  /// What the filters kept may take together, in bytes.
  static let usualBytes = 512 << 20

  private let cache: SharedCache<FilterKey, PreparedFilter, CommandFailure>
  private let notes = Mutex<[String]>([])

  init(bytes: Int = FilterCache.usualBytes) { cache = SharedCache(bytes: bytes) }

  var reuse: OfflineRequest.Reuse { .often }

  func filter(
    _ key: FilterKey, prepare: () throws(CommandFailure) -> PreparedFilter
  ) throws(CommandFailure) -> PreparedFilter {
    try cache.value(key) { () throws(CommandFailure) in
      let filter = try prepare()
      notes.withLock { $0 += filter.notes }
      return (filter, filter.convolution.memoryBytes)
    }
  }

  /// What was noted since the last call.
  func takeNotes() -> [String] {
    notes.withLock { notes in
      defer { notes = [] }
      return notes
    }
  }
}
