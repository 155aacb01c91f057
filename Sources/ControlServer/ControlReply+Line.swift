internal import Control
internal import JSON
internal import NIOCore

extension ControlReply {
  /// As it is sent.
  var line: ByteBuffer { ByteBuffer(string: json.description + "\n") }

  /// As it is sent, or that it is too long for it.
  func line(limitBytes: Int) -> ByteBuffer {
    let line = line
    guard line.readableBytes > limitBytes else { return line }
    let sentence = """
      The answer has \(line.readableBytes) bytes, more than the \(limitBytes) that are sent; ask \
      for less.
      """
    return ControlReply(id: id, .failure(ControlFailure(.internal, sentence))).line
  }
}

extension JSONValue {
  /// The members of an object; another value becomes one.
  var asMembers: [Member] { members ?? [.init("value", self)] }
}
