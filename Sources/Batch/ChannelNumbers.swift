/// Channels of an impulse response, in the order in which they are used.
public struct ChannelNumbers: Hashable, Sendable {
  /// From 1; at least one.
  public let numbers: [Int]

  /// Those that an impulse response may have.
  private static let limits = 1...256

  /// `nil` for none, for more than 256, and for numbers that no channel has.
  public init?(_ numbers: [Int]) {
    guard Self.limits.contains(numbers.count), numbers.allSatisfy(Self.limits.contains) else {
      return nil
    }
    self.numbers = numbers
  }

  /// As they are typed: `2`, `2,1`; `nil` for what is none.
  public init?(typed text: String) {
    let numbers = text.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) }
    let known = numbers.compactMap(\.self)
    guard known.count == numbers.count else { return nil }
    self.init(known)
  }

  /// What is allowed, in a sentence.
  public static let allowed = "numbers from 1 to 256 with commas between them, as 2,1"
}
