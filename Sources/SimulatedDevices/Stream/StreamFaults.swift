/// What is going to go wrong with one direction of a card, counted in calls.
///
/// It belongs to the card, not to the stream: opening again does not cure a card.
package struct StreamFaults: Equatable, Sendable {
  /// So many calls of one kind fail with an errno, and then they work again.
  package struct Failing: Equatable, Sendable {
    package var calls: Int
    /// Above 0.
    package var code: Int32

    package init(calls: Int, code: Int32) {
      self.calls = calls
      self.code = code
    }

    /// The negative errno of this call, or 0.
    mutating func take() -> Int {
      guard calls > 0 else { return 0 }
      calls -= 1
      return -Int(code)
    }
  }

  /// What a driver says of its level that is not so.
  package enum Lie: Int, CaseIterable, Sendable {
    /// More than the buffer holds.
    case beyond
    /// Less than nothing.
    case negative
    /// Something possible, but not true.
    case jump
  }

  package static let none = Failing(calls: 0, code: 0)

  package var prepare = none
  package var start = none
  package var resume = none
  /// Reads and writes.
  package var transfer = none
  package var shortTransfers = 0
  package var spuriousWakes = 0
  package var lies = 0
  package var lie = Lie.beyond
  /// `drain` never comes to its end.
  package var drainsForever = false
  /// The position stands still although the stream runs, until it is prepared.
  package var isStuck = false
  /// The control for the speed of a source is not taken any more.
  package var refusesSpeed = false
  /// Calls until the card is unplugged in the middle of one; 0 for never.
  package var callsToUnplug = 0
  /// Calls until the system sleeps in the middle of one; 0 for never.
  package var callsToSuspend = 0
  /// How long the card is gone, or asleep, after such a call; nanoseconds.
  package var absence = 0

  package init() {}
}
