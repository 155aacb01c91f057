internal import Glibc

/// Notices that some files were written, replaced or removed, by inotify(7) on their folders: an
/// editor that saves by renaming is seen as well as one that writes in place.
///
/// What changes is waited for until it has stood still, so that half a file is not taken for a whole.
/// Thread: one.
public final class FileWatch {
  private let descriptor: Int32
  /// The watched files' names by the watch of their folder.
  private var names: [Int32: Set<String>] = [:]
  private var lastChange: Int?

  /// Nanoseconds without a change until one counts.
  private static let settlingNanoseconds = 300_000_000
  private static let changes = UInt32(
    IN_CLOSE_WRITE | IN_MODIFY | IN_CREATE | IN_DELETE | IN_MOVED_TO | IN_MOVED_FROM | IN_ATTRIB)

  /// - Returns: `nil` when the system has no file descriptor or watch left.
  public init?() {
    descriptor = inotify_init1(Int32(IN_NONBLOCK | IN_CLOEXEC))
    if descriptor < 0 { return nil }
  }

  deinit { close(descriptor) }

  /// Watches these files, and no others any more. A folder that is not there is not watched.
  public func watch(_ paths: some Sequence<String>) {
    var wanted: [Int32: Set<String>] = [:]
    for path in paths {
      let parts = path.split(separator: "/", omittingEmptySubsequences: true)
      guard let name = parts.last else { continue }
      let folder = (path.hasPrefix("/") ? "/" : "./") + parts.dropLast().joined(separator: "/")
      let watch = inotify_add_watch(descriptor, folder, Self.changes)
      if watch >= 0 { wanted[watch, default: []].insert(String(name)) }
    }
    for old in names.keys where wanted[old] == nil { inotify_rm_watch(descriptor, old) }
    names = wanted
  }

  /// Whether any of the files has changed and none does any more.
  ///
  /// - Parameter now: nanoseconds of the monotonic clock.
  public func takeChange(now: Int) -> Bool {
    if readChanges() { lastChange = now }
    guard let last = lastChange, now - last >= Self.settlingNanoseconds else { return false }
    lastChange = nil
    return true
  }

  private func readChanges() -> Bool {
    var isOurs = false
    withUnsafeTemporaryAllocation(byteCount: 8192, alignment: 8) { buffer in
      guard let place = buffer.baseAddress else { return }
      while true {
        let count = read(descriptor, place, buffer.count)
        if count <= 0 { return }
        if hasOurs(UnsafeRawBufferPointer(start: place, count: count)) { isOurs = true }
      }
    }
    return isOurs
  }

  private func hasOurs(_ events: UnsafeRawBufferPointer) -> Bool {
    var isOurs = false
    var offset = 0
    while offset + MemoryLayout<inotify_event>.size <= events.count {
      let event = events.loadUnaligned(fromByteOffset: offset, as: inotify_event.self)
      let first = offset + MemoryLayout<inotify_event>.size
      let end = first + Int(event.len)
      guard end <= events.count else { break }
      let name = String(decoding: events[first..<end].prefix { $0 != 0 }, as: UTF8.self)
      // Too many changes to be told one by one may be of any file.
      if event.mask & UInt32(IN_Q_OVERFLOW) != 0 || names[event.wd]?.contains(name) == true {
        isOurs = true
      }
      offset = end
    }
    return isOurs
  }
}
