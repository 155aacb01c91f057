internal import Session
internal import Settings

/// Notices that the configuration file, or a file that it names, has changed, where that is wanted.
struct ChangeWatcher {
  private var watch: FileWatch?
  private var watched: [String] = []

  /// Whether the operation's configuration is to be loaded again.
  mutating func takeChange(_ operation: LiveOperation, now: Int) -> Bool {
    guard operation.configuration.watch == .on else {
      watch = nil
      watched = []
      return false
    }
    if watch == nil { watch = FileWatch() }
    let files = [operation.document.path] + operation.configuration.files
    if files != watched {
      watched = files
      watch?.watch(files)
    }
    return watch?.takeChange(now: now) ?? false
  }
}
