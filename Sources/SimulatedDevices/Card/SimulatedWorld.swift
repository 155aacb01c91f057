/// What all parts of one simulation share.
package final class SimulatedWorld {
  package let seed: UInt64
  package let time = VirtualTime()
  package let trace: Trace
  /// Watches what is captured, written and played; none for a model on its own.
  package var checker: Checker?

  /// What the source plays.
  package var payload = Payload.Kind.numbers

  /// Called after each step of a capture loop.
  package var didStepCapture: (() -> Void)?

  /// What a block takes until some moment; nanoseconds.
  package var chainCost = (nanoseconds: 0, until: 0)

  /// Sessions to come for which the system has no thread.
  package var refusedSessions = 0

  /// How often something was done to the world, when last, and until when it lasts; nanoseconds.
  package private(set) var changeCount = 0
  package private(set) var changeTime = 0
  package private(set) var troubleUntil = 0
  /// The same of what can keep a running session from being heard.
  package private(set) var soundTroubleUntil = 0
  /// For how long threads were kept from running, in all; nanoseconds.
  package internal(set) var stolenNanoseconds = 0
  /// Calls that fail by their number.
  package var failures = CallFailures()

  /// Hears what is played, as it is.
  package var listener: (any SoundListener)?

  package init(seed: UInt64) {
    self.seed = seed
    trace = Trace(time: time)
  }

  /// Something is done to the world.
  func note(_ change: WorldChange) {
    changeCount += 1
    changeTime = time.now
    troubleUntil = max(troubleUntil, time.now + change.duration)
    if change.keepsSoundAway {
      soundTroubleUntil = max(soundTroubleUntil, time.now + change.duration)
    }
    if change == .heal { soundTroubleUntil = time.now }
    checker?.recovery?.noteChange(isStandstill: change.isStandstill)
  }

  package func generator(_ purpose: SeededGenerator.Purpose) -> SeededGenerator {
    SeededGenerator(seed: seed, purpose: purpose)
  }
}

/// Somebody before a simulated loudspeaker.
package protocol SoundListener: AnyObject {
  /// A card has played frames.
  ///
  /// - Parameter samples: interleaved, `[frames][channelCount]`.
  /// - Parameter ago: frames since the end of the last of them, or `nil` where nobody can say.
  func played(
    _ samples: UnsafePointer<Float>, frames: Int, channelCount: Int, ago: Double?)
  /// A card has stopped in the middle.
  func stopped()
}
