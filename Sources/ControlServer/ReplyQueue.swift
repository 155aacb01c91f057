internal import NIOCore

/// Answers to a client, given in any order and sent in the order of the requests.
struct ReplyQueue {
  private var lines: [ByteBuffer?] = []
  /// The number of the first of `lines`.
  private var first = 0

  /// Requests that are not answered, or whose answers wait for earlier ones.
  var count: Int { lines.count }

  /// Takes a request in; its number is what it is answered by.
  mutating func open() -> Int {
    lines.append(nil)
    return first + lines.count - 1
  }

  /// The first answer to a request counts.
  mutating func fill(_ number: Int, with line: ByteBuffer) {
    guard lines.indices.contains(number - first), lines[number - first] == nil else { return }
    lines[number - first] = line
  }

  /// Gives every request that has none the same answer.
  mutating func fillAll(with line: ByteBuffer) {
    lines = lines.map { $0 ?? line }
  }

  /// The next answer in order, if it was given.
  mutating func take() -> ByteBuffer? {
    guard let line = lines.first ?? nil else { return nil }
    lines.removeFirst()
    first += 1
    return line
  }
}
