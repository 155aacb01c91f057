/// One of several equal parts of a list, for one of several machines: every N-th file.
public struct Shard: Equatable, Sendable {
  /// From 1.
  public let number: Int
  /// Of all parts.
  public let count: Int

  /// All of it.
  public static let whole = Shard(number: 1, count: 1)

  private init(number: Int, count: Int) {
    self.number = number
    self.count = count
  }

  /// As it is typed: `3/8`; `nil` for what is none.
  public init?(typed text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 2, let number = parts[0], let count = parts[1],
      (1...1_000_000).contains(count), (1...count).contains(number)
    else { return nil }
    self.init(number: number, count: count)
  }

  /// Whether the file at this place of the whole list, from 0, belongs to it.
  public func contains(_ place: Int) -> Bool { place % count == number - 1 }
}
