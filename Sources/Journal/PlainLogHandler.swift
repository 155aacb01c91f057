internal import Glibc
public import Logging

/// Writes lines to a descriptor: the program's name and the sentence.
///
/// Metadata is left out: sentences say what people want to know. Mistakes in a configuration begin with
/// their place, as a compiler's do, so that editors find it: there the name is left out.
public struct PlainLogHandler: LogHandler {
  /// What stands in front of each line.
  public enum Prefix: Sendable {
    case none
    /// `<4>`: the priority, for whoever collects a service's lines (sd-daemon(3)).
    case priority
  }

  public var metadata: Logger.Metadata = [:]
  public var metadataProvider: Logger.MetadataProvider?
  public var logLevel: Logger.Level

  private let descriptor: Int32
  private let identifier: String
  private let prefix: Prefix

  public init(
    descriptor: Int32 = 2, identifier: String, prefix: Prefix = .none,
    level: Logger.Level = .info
  ) {
    self.descriptor = descriptor
    self.identifier = identifier
    self.prefix = prefix
    logLevel = level
  }

  public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  public func log(event: LogEvent) {
    let hasPlaces =
      EventCode(event.allMetadata(over: metadata, provider: metadataProvider))
      == .configurationRefused
    var lines = ""
    // Every line of a text has its own name and priority, or the second would have none.
    for line in "\(event.message)".split(separator: "\n", omittingEmptySubsequences: false) {
      if prefix == .priority { lines += "<\(Priority(event.level).rawValue)>" }
      lines += hasPlaces ? "\(line)\n" : "\(identifier): \(line)\n"
    }
    write(Array(lines.utf8))
  }

  /// One call for a line, so that lines of several threads do not mix.
  private func write(_ bytes: [UInt8]) {
    var offset = 0
    while offset < bytes.count {
      let count = unsafe bytes.withUnsafeBytes { bytes in
        unsafe Glibc.write(
          descriptor, bytes.baseAddress?.advanced(by: offset), bytes.count - offset)
      }
      if count < 0 && errno == EINTR { continue }
      // Nobody is left to tell that the terminal is gone.
      guard count > 0 else { return }
      offset += count
    }
  }
}
