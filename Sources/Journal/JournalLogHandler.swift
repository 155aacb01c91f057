public import Logging

/// Writes to systemd's journal, with fields that can be asked for.
///
/// An event's code becomes `MESSAGE_ID` and `CONVOLVED_EVENT`, metadata becomes `CONVOLVED_…`. A full
/// or missing journal never holds anybody up: what it does not take is counted, and told as soon as
/// it takes something again.
public struct JournalLogHandler: LogHandler {
  public var metadata: Logger.Metadata = [:]
  public var metadataProvider: Logger.MetadataProvider?
  public var logLevel: Logger.Level

  private let socket: JournalSocket
  private let identifier: String

  /// - Parameter identifier: the program's name, as `journalctl -t` wants it.
  public init(socket: JournalSocket, identifier: String, level: Logger.Level = .info) {
    self.socket = socket
    self.identifier = identifier
    logLevel = level
  }

  public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  public func log(event: LogEvent) {
    tellDropped()
    let all = event.allMetadata(over: metadata, provider: metadataProvider)
    socket.send(entry("\(event.message)", Priority(event.level), all))
  }

  private func tellDropped() {
    let count = socket.takeUntold()
    guard count > 0 else { return }
    let event = EventCode.logDropped
    let entry = entry(
      "\(count) lines could not be written, because the journal did not take them",
      Priority(event.level),
      [EventCode.metadataKey: "\(event.name)", "dropped": "\(count)"])
    socket.send(entry, telling: count)
  }

  private func entry(
    _ message: String, _ priority: Priority, _ metadata: Logger.Metadata
  ) -> JournalEntry {
    var entry = JournalEntry()
    entry.add("MESSAGE", message)
    entry.add("PRIORITY", String(priority.rawValue))
    entry.add("SYSLOG_IDENTIFIER", identifier)
    if let code = EventCode(metadata) { entry.add("MESSAGE_ID", code.messageID) }
    for (key, value) in metadata.sorted(by: { $0.key < $1.key }) {
      entry.add(JournalEntry.fieldName(key), "\(value)")
    }
    entry.finish()
    return entry
  }
}
