internal import NIOCore

/// What waits for a client to read, within a limit.
///
/// Of meters only the newest waits. Other events wait while there is room. Answers wait in any case:
/// events make room for them, and where that does not suffice the client has to go.
struct Outbox {
  enum Content { case reply, event, meters }

  enum Outcome: Equatable { case kept, full }

  private struct Message {
    let content: Content
    var line: ByteBuffer
  }

  private let limitBytes: Int
  private var messages: [Message] = []
  private(set) var byteCount = 0
  private var droppedCount = 0

  init(limitBytes: Int) {
    self.limitBytes = limitBytes
  }

  var isEmpty: Bool { messages.isEmpty }

  /// - Returns: `full` for an answer without room.
  mutating func add(_ line: ByteBuffer, _ content: Content) -> Outcome {
    switch content {
    case .reply: return addReply(line)
    case .meters: dropFirst(.meters)
    case .event: break
    }
    if byteCount + line.readableBytes > limitBytes {
      droppedCount += 1
    } else {
      append(line, content)
    }
    return .kept
  }

  /// Events that the client will never see, since this was asked last.
  mutating func takeDropped() -> Int {
    defer { droppedCount = 0 }
    return droppedCount
  }

  mutating func take() -> ByteBuffer? {
    guard !messages.isEmpty else { return nil }
    return remove(at: 0).line
  }

  private mutating func addReply(_ line: ByteBuffer) -> Outcome {
    while byteCount + line.readableBytes > limitBytes {
      guard dropFirst(.meters) || dropFirst(.event) else { return .full }
    }
    append(line, .reply)
    return .kept
  }

  @discardableResult
  private mutating func dropFirst(_ content: Content) -> Bool {
    guard let index = messages.firstIndex(where: { $0.content == content }) else { return false }
    remove(at: index)
    droppedCount += 1
    return true
  }

  private mutating func append(_ line: ByteBuffer, _ content: Content) {
    messages.append(Message(content: content, line: line))
    byteCount += line.readableBytes
  }

  @discardableResult
  private mutating func remove(at index: Int) -> Message {
    let message = messages.remove(at: index)
    byteCount -= message.line.readableBytes
    return message
  }
}
