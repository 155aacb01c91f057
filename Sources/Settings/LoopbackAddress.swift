/// An address of this machine that no other machine reaches, with a port.
public struct LoopbackAddress: Equatable, Sendable, CustomStringConvertible {
  /// What connects to it.
  public enum Host: Equatable, Sendable {
    /// 127.0.0.0/8.
    case version4(String)
    /// `::1`.
    case version6
  }

  public let host: Host
  /// 1 to 65535.
  public let port: Int

  /// The address that `text` says: `127.0.0.1:9273` or `[::1]:9273`; `nil` for any other.
  ///
  /// Names such as `localhost` are none: what they mean is for a file to say that others write.
  public init?(_ text: String) {
    guard let colon = text.lastIndex(of: ":") else { return nil }
    let digits = text[text.index(after: colon)...]
    guard digits.utf8.allSatisfy(Self.isDigit), let port = Int(digits), (1...65535).contains(port)
    else { return nil }
    let host = String(text[..<colon])
    if host == "[::1]" {
      self.host = .version6
    } else if Self.isLoopback(host) {
      self.host = .version4(host)
    } else {
      return nil
    }
    self.port = port
  }

  public var description: String {
    switch host {
    case .version4(let address): "\(address):\(port)"
    case .version6: "[::1]:\(port)"
    }
  }

  private static func isLoopback(_ host: String) -> Bool {
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts.first == "127"
      && parts.allSatisfy { $0.utf8.allSatisfy(isDigit) && UInt8($0) != nil }
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }
}
