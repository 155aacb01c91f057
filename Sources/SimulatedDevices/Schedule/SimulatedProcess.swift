package import AudioDevices

/// What a process waits for before its next step.
package enum SimulatedWake: Equatable, Sendable {
  /// Until its device has so many frames, or room for them, or so many nanoseconds have passed.
  case frames(Int, atMost: Int)
  /// Until it is signalled, or so many nanoseconds have passed.
  case signal(atMost: Int)
  /// So many nanoseconds.
  case pause(Int)
  /// Nothing: there is no next step.
  case ended
}

/// The body of a thread, cut into steps that never wait.
package protocol SimulatedProcess: AnyObject {
  /// What it waits for with ``SimulatedWake/frames(_:atMost:)``.
  var device: (any SimulatedDevice)? { get }
  /// Whether somebody has signalled it since it was asked last.
  func takeSignal() -> Bool
  /// - Parameter woken: what its wait ended in: for the device, its outcome; for a signal, `.ready`
  ///   or `.notYet`; for a pause, `.notYet`.
  func step(now: Int, woken: TransferOutcome) -> SimulatedWake
}

/// How late a process wakes up.
package struct WakeHabits: Equatable, Sendable {
  /// Uniform from 1 to this; nanoseconds.
  package var usualNanoseconds: Int
  /// Of a wake-up that is later than usual by a factor with a heavy tail.
  package var tailChance: Double
  /// The greatest factor.
  package var tailLimit: Double

  package init(usualNanoseconds: Int = 1, tailChance: Double = 0, tailLimit: Double = 1) {
    self.usualNanoseconds = usualNanoseconds
    self.tailChance = tailChance
    self.tailLimit = tailLimit
  }

  func draw(_ generator: inout SeededGenerator) -> Int {
    let usual = generator.within(1...max(usualNanoseconds, 1))
    guard tailChance > 0 && generator.chance(tailChance) else { return usual }
    return Int(Double(usual) * generator.heavyTail(limit: tailLimit))
  }
}
