import Glibc
import TestSupport

/// Waits for what a program does in a folder, without looking at a clock again and again.
final class FolderWatch {
  private let folder: TemporaryFolder
  private let descriptor: Int32

  /// Sees everything that happens from now on.
  init(_ folder: TemporaryFolder) throws {
    self.folder = folder
    descriptor = inotify_init1(Int32(IN_CLOEXEC))
    guard descriptor >= 0 else { throw ProgramFailure.system("inotify_init1", errno) }
    guard inotify_add_watch(descriptor, folder.path, UInt32(IN_CREATE | IN_MODIFY)) >= 0 else {
      throw ProgramFailure.system("inotify_add_watch", errno)
    }
  }

  deinit { close(descriptor) }

  /// Returns once the folder has an unfinished output of at least `byteCount` bytes.
  ///
  /// - Throws: when nothing happens in the folder for 20 s.
  func waitForUnfinishedOutput(byteCount: Int) throws {
    try wait { folder in
      var status = stat()
      guard let name = folder.names.first(where: { $0.hasSuffix(".partial") }) else { return false }
      return stat(folder.path(name), &status) == 0 && status.st_size >= byteCount
    }
  }

  /// Returns once `isReached`, which is asked now and after everything that happens in the folder.
  ///
  /// - Throws: when nothing happens in the folder for 20 s.
  func wait(until isReached: (TemporaryFolder) -> Bool) throws {
    var events = [UInt8](repeating: 0, count: 4096)
    while !isReached(folder) {
      var event = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      guard poll(&event, 1, 20_000) > 0 else { throw ProgramFailure.timeout(errors: "") }
      guard read(descriptor, &events, events.count) > 0 else {
        throw ProgramFailure.system("read", errno)
      }
    }
  }
}
