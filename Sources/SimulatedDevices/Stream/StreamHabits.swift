/// How a driver behaves all the time, without anything being wrong.
package struct StreamHabits: Equatable, Sendable {
  /// Frames by which the position moves at once: 1 for a card that counts each, a period for one
  /// that only interrupts, a millisecond for USB, anything for a signal processor between.
  package var granularityFrames: Int
  /// Time that one call takes, at most; nanoseconds.
  package var callNanoseconds: Int
  /// Of one call in the driver being cut off by something more important.
  package var preemptionChance: Double
  /// How long such an interruption lasts at most; nanoseconds.
  package var preemptionNanoseconds: Int
  /// Of a transfer that ends in EAGAIN or EINTR although it was possible.
  package var refusalChance: Double
  /// Of a transfer that moves only a part of what it could.
  package var shortChance: Double
  /// Of a wait that ends although nothing is ready.
  package var spuriousChance: Double
  /// Of a level that cannot be true.
  package var lieChance: Double

  /// What the control for the speed of a source moves by, in ppm: 10 for a loopback, 1 for a gadget.
  package var speedStepPpm = 10.0

  package init(
    granularityFrames: Int = 1, callNanoseconds: Int = 0, preemptionChance: Double = 0,
    preemptionNanoseconds: Int = 0, refusalChance: Double = 0, shortChance: Double = 0,
    spuriousChance: Double = 0, lieChance: Double = 0
  ) {
    self.granularityFrames = granularityFrames
    self.callNanoseconds = callNanoseconds
    self.preemptionChance = preemptionChance
    self.preemptionNanoseconds = preemptionNanoseconds
    self.refusalChance = refusalChance
    self.shortChance = shortChance
    self.spuriousChance = spuriousChance
    self.lieChance = lieChance
  }
}
