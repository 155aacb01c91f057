/// Cuts a stream of bytes into lines, and holds no more than a line may have.
public struct LineFramer: Sendable {
  /// A line longer than allowed: the rest of the stream has no meaning any more.
  public struct Overflow: Error, Equatable, Sendable {
    public let limitBytes: Int
  }

  /// Of a request.
  public static let requestBytes = 64 * 1024

  private let limitBytes: Int
  private var bytes: [UInt8] = []
  /// Where the line begins that is not complete, or not taken yet.
  private var start = 0
  /// No line ends before.
  private var searched = 0

  /// - Parameter limitBytes: the longest line, without its end.
  public init(limitBytes: Int = LineFramer.requestBytes) {
    self.limitBytes = limitBytes
  }

  /// Whether bytes wait, of a line that is complete or not.
  public var hasBytes: Bool { start < bytes.count }

  /// Adds what was read. To be followed by ``next()`` until it gives nothing.
  public mutating func append(_ more: some Collection<UInt8>) {
    if start > 0 {
      bytes.removeSubrange(..<start)
      searched -= start
      start = 0
    }
    bytes.append(contentsOf: more)
  }

  /// The next complete line without its end; `nil` if more has to be read for it.
  public mutating func next() throws(Overflow) -> [UInt8]? {
    let end = bytes[searched...].firstIndex(of: UInt8(ascii: "\n"))
    searched = end ?? bytes.count
    guard searched - start <= limitBytes else { throw Overflow(limitBytes: limitBytes) }
    guard let end else { return nil }
    defer {
      start = end + 1
      searched = start
    }
    return Array(bytes[start..<end])
  }
}
