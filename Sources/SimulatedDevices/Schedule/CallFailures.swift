internal import Glibc

/// Calls into simulated devices that fail by their number, counted over both directions: each can be
/// failed in turn (the way of SQLite's and curl's tests).
///
/// Opening, preparing, starting, resuming, looking, waiting, transferring and draining are counted;
/// stopping and closing cannot fail in a way that a program could follow.
package struct CallFailures: Equatable, Sendable {
  /// How long it fails.
  package enum Duration: Equatable, Sendable {
    case once
    /// All calls, for so many nanoseconds from the first one on.
    case lasting(Int)
  }

  /// A call by its number, from 1 on, and how long it and those after it fail.
  package struct Failure: Equatable, Sendable {
    package var call: Int
    package var duration: Duration

    package init(call: Int, _ duration: Duration) {
      self.call = call
      self.duration = duration
    }
  }

  package var planned: [Failure]
  /// When each call came, where somebody wants to know; nanoseconds.
  package var times: [Int]?
  /// Calls so far, and how many of them have failed.
  package private(set) var callCount = 0
  package private(set) var failureCount = 0
  /// All calls fail before this moment; nanoseconds.
  private var brokenUntil = 0

  package init(_ planned: [Failure] = []) { self.planned = planned }

  /// The negative errno of the next call, or 0.
  mutating func take(now: Int) -> Int {
    callCount += 1
    times?.append(now)
    for failure in planned where failure.call == callCount {
      if case .lasting(let duration) = failure.duration { brokenUntil = now + duration }
      return fail()
    }
    return now < brokenUntil ? fail() : 0
  }

  private mutating func fail() -> Int {
    failureCount += 1
    return -Int(EIO)
  }
}
