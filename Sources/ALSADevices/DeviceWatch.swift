internal import Glibc

/// Notices that sound cards come and go, without a network socket: a service without one still sees
/// them.
///
/// Wraps inotify(7) on the directory of the device nodes and on its parent, because the directory
/// itself comes with the first card. Thread: one.
struct DeviceWatch: ~Copyable {
  private let descriptor: Int32
  private let directory: String
  private let parent: String

  /// - Parameter directory: where the device nodes are.
  /// - Returns: `nil` when the system has no file descriptor or watch left.
  init?(directory: String = "/dev/snd", parent: String = "/dev") {
    let opened = inotify_init1(Int32(IN_NONBLOCK | IN_CLOEXEC))
    guard opened >= 0 else { return nil }
    descriptor = opened
    self.directory = directory
    self.parent = parent
    watchAgain()
  }

  deinit { Glibc.close(descriptor) }

  /// Watching a directory twice is watching it once; one that was made anew is another directory.
  private func watchAgain() {
    // Permissions are set a moment after a node is made.
    let changes = UInt32(IN_CREATE | IN_DELETE | IN_ATTRIB | IN_MOVED_TO)
    inotify_add_watch(descriptor, directory, changes)
    inotify_add_watch(descriptor, parent, UInt32(IN_CREATE))
  }

  /// Whether anything has changed since the last call.
  func takeChange() -> Bool {
    var hasChanged = false
    withUnsafeTemporaryAllocation(byteCount: 4096, alignment: 8) { events in
      while let place = events.baseAddress, read(descriptor, place, events.count) > 0 {
        hasChanged = true
      }
    }
    if hasChanged { watchAgain() }
    return hasChanged
  }
}
