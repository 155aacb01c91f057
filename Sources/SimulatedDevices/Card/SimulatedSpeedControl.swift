package import AudioDevices

/// The speed of a simulated source, in steps as its driver has them. Neutral again when it goes.
package final class SimulatedSpeedControl: SpeedControl {
  private let card: SimulatedCard

  init(_ card: SimulatedCard) { self.card = card }

  deinit { card.setTrim(ppm: 0) }

  package func apply(correctionPPM: Double) -> Double? {
    let side = card[.capture]
    if side.faults.refusesSpeed || !card.isPresent { return nil }
    let step = side.habits.speedStepPpm
    let steps = (-correctionPPM / (1 + correctionPPM * 1e-6) / step).rounded()
    let trim = steps * step
    if trim != card.clock.trimPpm { card.setTrim(ppm: trim) }
    return -trim / (1 + trim * 1e-6)
  }
}
