import Glibc

@testable import Journal

/// A socket that listens as the journal does, and reads entries back into fields.
final class FakeJournal {
  let path: String
  private let descriptor: Int32

  /// - Parameter path: of a socket that is made, or "@" and a name.
  init?(path: String) {
    let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_NONBLOCK.rawValue), 0)
    guard descriptor >= 0, let address = SocketAddress(path),
      address.withAddress({ bind(descriptor, $0, $1) }) == 0
    else { return nil }
    self.descriptor = descriptor
    self.path = path
  }

  /// In a place of its own.
  convenience init?() {
    var template = Array("/tmp/journal-XXXXXX".utf8CString)
    guard let folder = mkdtemp(&template) else { return nil }
    self.init(path: String(cString: folder) + "/socket")
  }

  deinit {
    close(descriptor)
    if path.hasPrefix("/") {
      unlink(path)
      rmdir(String(path[..<(path.lastIndex(of: "/") ?? path.endIndex)]))
    }
  }

  /// The next entry's fields; `nil` when there is none. Of a field that occurs twice, the last.
  func receive() -> [String: String]? {
    var buffer = [UInt8](repeating: 0, count: 1 << 18)
    let count = recv(descriptor, &buffer, buffer.count, 0)
    return count < 0 ? nil : Self.fields(buffer[..<count])
  }

  /// How many entries wait, which are then gone.
  func drain() -> Int {
    var count = 0
    while receive() != nil { count += 1 }
    return count
  }

  private static func fields(_ entry: ArraySlice<UInt8>) -> [String: String] {
    var fields: [String: String] = [:]
    var rest = entry
    while let end = rest.firstIndex(where: { $0 == UInt8(ascii: "=") || $0 == UInt8(ascii: "\n") })
    {
      let name = String(decoding: rest[..<end], as: UTF8.self)
      let value: ArraySlice<UInt8>
      if rest[end] == UInt8(ascii: "=") {
        let stop = rest[end...].firstIndex(of: UInt8(ascii: "\n")) ?? rest.endIndex
        value = rest[(end + 1)..<stop]
      } else {
        let length = rest[(end + 1)...].prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) }
        value = rest[(end + 9)...].prefix(length)
      }
      fields[name] = String(decoding: value, as: UTF8.self)
      rest = rest[(value.endIndex + 1)...]
    }
    return fields
  }
}
