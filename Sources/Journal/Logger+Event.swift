public import Logging

extension Logger {
  /// Logs something that has a code, at the code's own level.
  ///
  /// - Parameter message: one sentence for people.
  /// - Parameter metadata: the same for machines; `device` becomes the field `CONVOLVED_DEVICE`.
  /// - Thread: control.
  public func record(
    _ event: EventCode, _ message: @autoclosure () -> Message,
    metadata: @autoclosure () -> Metadata = [:]
  ) {
    let labelled = metadata().merging([EventCode.metadataKey: "\(event.name)"]) { _, code in code }
    log(level: event.level, message(), metadata: labelled, source: "convolved")
  }
}

extension EventCode {
  /// Under which a handler finds an event's name; in the journal it is `CONVOLVED_EVENT`.
  static let metadataKey = "event"

  private static let named = Dictionary(uniqueKeysWithValues: allCases.map { ($0.name, $0) })

  /// The event that a line of the log is about.
  init?(_ metadata: Logger.Metadata) {
    guard let name = metadata[Self.metadataKey], let event = Self.named["\(name)"] else {
      return nil
    }
    self = event
  }
}
