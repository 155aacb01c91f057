/// Hands out work in order to several takers and gives its results back in the same order, with a
/// bound on how far one may be ahead of another.
public struct OrderedResults<Result> {
  private var results: [Result?]
  private let count: Int
  /// The next to hand out.
  private var handedOut = 0
  /// The next to give back.
  private var givenBack = 0

  /// - Parameter count: of all work.
  /// - Parameter window: how much may be under way or wait for its turn.
  public init(count: Int, window: Int) {
    precondition(count >= 0 && window > 0)
    self.count = count
    results = Array(repeating: nil, count: min(window, max(count, 1)))
  }

  /// What the next taker is to do.
  public enum Next: Equatable, Sendable {
    case work(Int)
    /// Until another result has been given back.
    case wait
    case end
  }

  /// Hands out the next piece of work, if there is one and nobody is too far behind.
  public mutating func next() -> Next {
    if handedOut == count { return .end }
    if handedOut - givenBack == results.count { return .wait }
    defer { handedOut += 1 }
    return .work(handedOut)
  }

  /// Stores the result of a piece of work that was handed out.
  public mutating func finish(_ work: Int, _ result: Result) {
    precondition((givenBack..<handedOut).contains(work))
    results[work % results.count] = result
  }

  /// The next result in order, once it is there.
  public mutating func giveBack() -> Result? {
    guard givenBack < handedOut, let result = results[givenBack % results.count] else {
      return nil
    }
    results[givenBack % results.count] = nil
    givenBack += 1
    return result
  }

  /// Whether every result has been given back.
  public var isDone: Bool { givenBack == count }
}
