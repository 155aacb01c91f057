/// How a service should start, judged by how it ended before.
public enum StartVerdict: Equatable, Sendable {
  case normal
  /// Three times within a minute it did not end by being asked to: this time it starts muted.
  case safe
}

/// The starts of one configuration that were followed by no proper end.
struct StartRecord: Equatable {
  /// Tells configurations apart.
  private(set) var fingerprint: UInt64 = 0
  /// Seconds of the clock on the wall, oldest first.
  private(set) var seconds: [Int] = []

  private static let windowSeconds = 60
  /// The start that is one too many.
  private static let limit = 4

  /// With one more start.
  func noting(text: String, now: Int) -> StartRecord {
    var next = StartRecord()
    next.fingerprint = Self.fingerprint(of: text)
    // A clock that was set back says nothing of starts in its future.
    let recent = seconds.filter { (now - Self.windowSeconds...now).contains($0) }
    next.seconds = (next.fingerprint == fingerprint ? recent : []).suffix(Self.limit) + [now]
    return next
  }

  var verdict: StartVerdict { seconds.count >= Self.limit ? .safe : .normal }

  /// FNV-1a.
  private static func fingerprint(of text: String) -> UInt64 {
    text.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
  }
}

extension StartRecord {
  /// On one line.
  var text: String {
    ([String(fingerprint, radix: 16)] + seconds.map(String.init)).joined(separator: " ") + "\n"
  }

  init?(text: String) {
    let words = text.split(whereSeparator: \.isWhitespace)
    guard let first = words.first, let fingerprint = UInt64(first, radix: 16) else { return nil }
    let seconds = words.dropFirst().compactMap { Int($0) }
    guard seconds.count == words.count - 1 else { return nil }
    self.fingerprint = fingerprint
    self.seconds = seconds
  }
}
