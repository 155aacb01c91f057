internal import Glibc

/// Bytes that come once, in order: from a pipe, a socket or a terminal's other end.
///
/// - Owner: the descriptor stays the caller's.
/// - Thread: any one at a time.
final class PipeInput: ByteInput {
  /// The bytes still to come after the header, where it says; more than ever come where not.
  var byteCount = Int.max / 2
  private(set) var position = 0
  private(set) var failure: Int32?
  private let descriptor: Int32

  init(_ descriptor: Int32) { self.descriptor = descriptor }

  func read(_ bytes: UnsafeMutableRawBufferPointer) -> Int {
    var done = 0
    let wanted = min(bytes.count, byteCount - position)
    while done < wanted, failure == nil {
      let rest = UnsafeMutableRawBufferPointer(rebasing: bytes[done..<wanted])
      let count = Glibc.read(descriptor, rest.baseAddress, rest.count)
      if count > 0 {
        done += count
      } else if count == 0 {
        break
      } else if errno != EINTR {
        failure = errno
      }
    }
    position += done
    return done
  }

  /// Nothing: what was read does not come again, and what comes next is read.
  func move(to newPosition: Int) {}

  /// The next bytes, fewer at the end.
  func bytes(_ count: Int) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    let got = bytes.withUnsafeMutableBytes { read($0) }
    return Array(bytes.prefix(got))
  }

  /// Has positions count from here on, for so many bytes.
  func begin(byteCount: Int?) {
    position = 0
    self.byteCount = byteCount ?? Int.max / 2
  }
}
