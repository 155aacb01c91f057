/// What all parts of one simulation share.
package final class SimulatedWorld {
  package let seed: UInt64
  package let time = VirtualTime()
  package let trace: Trace
  /// Watches what is captured, written and played; none for a model on its own.
  package var checker: Checker?

  package init(seed: UInt64) {
    self.seed = seed
    trace = Trace(time: time)
  }

  package func generator(_ purpose: SeededGenerator.Purpose) -> SeededGenerator {
    SeededGenerator(seed: seed, purpose: purpose)
  }
}
