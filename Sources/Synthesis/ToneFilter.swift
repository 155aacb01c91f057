import Glibc
internal import SignalProcessing

/// A sound's colour without its room: a curve of gain, as a filter of minimum phase.
struct ToneFilter: ResponseModel {
  /// What it imitates.
  var likeness: String
  /// Loudest at 0 dB.
  var curve: GraphicCurve
  /// Ways of different lengths from several loudspeakers to one place: seconds and amplitudes, whose
  /// sum notches the curve.
  var ways: [(delay: Double, amplitude: Double)] = [(0, 1)]

  let channelNames = ["mono"]

  var summary: String {
    "\(likeness): a drawn curve at minimum phase, loudest at 0 dB; no recording of anything."
  }

  func render(sampleRate: Int) -> [[Float]] {
    let rate = Double(sampleRate)
    let count = FourierTransform.count(holding: sampleRate / 12)
    let taps = MinimumPhase.taps(count: count) { cyclesPerFrame in
      let gain = pow(10, curve.gainDecibels(hertz: cyclesPerFrame * rate) / 20)
      return gain * magnitudeOfWays(at: cyclesPerFrame * rate)
    }
    let gain = 1 / largestMagnitude(of: taps)
    return [audible(taps.map { gain * $0 }).map { Float($0) }]
  }

  private func magnitudeOfWays(at frequency: Double) -> Double {
    var (real, imaginary) = (0.0, 0.0)
    for way in ways {
      let angle = 2 * Double.pi * frequency * way.delay
      real += way.amplitude * cos(angle)
      imaginary -= way.amplitude * sin(angle)
    }
    return (real * real + imaginary * imaginary).squareRoot()
  }

  private func largestMagnitude(of taps: [Double]) -> Double {
    let transform = FourierTransform(count: 4 * taps.count)
    let spectrum = ComplexSignal(count: transform.count)
    for (frame, tap) in taps.enumerated() { spectrum[frame] = (tap, 0) }
    transform.forward(spectrum)
    return (0..<spectrum.count).reduce(0) { largest, bin in
      max(largest, spectrum.energy(over: bin..<bin + 1))
    }.squareRoot()
  }

  /// Without the end that holds -100 dB of the energy.
  private func audible(_ taps: [Double]) -> ArraySlice<Double> {
    let total = taps.reduce(0) { $0 + $1 * $1 }
    var (rest, end) = (0.0, taps.count)
    while end > 1 {
      rest += taps[end - 1] * taps[end - 1]
      if rest > 1e-10 * total { break }
      end -= 1
    }
    return taps.prefix(end)
  }
}

extension ToneFilter {
  /// A closed box with one loudspeaker of 12 inches.
  static let cabinet1x12 = ToneFilter(
    likeness: "Guitar cabinet with one loudspeaker of 12 inches", curve: cone)

  /// A box with four of them, heard from before one.
  static let cabinet4x12 = ToneFilter(
    likeness: "Guitar cabinet with four loudspeakers of 12 inches", curve: box,
    ways: [(0, 1), (0.00043, 0.42), (0.00071, 0.33), (0.00098, 0.24)])

  /// The band of a telephone line and the ring of its small capsule.
  static let telephone = ToneFilter(
    likeness: "Telephone, 300 to 3400 Hz",
    curve: points([
      (60, -70), (150, -36), (250, -9), (300, -4), (400, -1), (900, -1), (1700, 2), (2300, 4),
      (3000, 1), (3400, -4), (3800, -18), (4400, -42), (6000, -70),
    ]))

  private static let cone = points([
    (35, -34), (60, -14), (85, -2), (110, 2), (160, 0), (300, -3), (500, -5), (900, -3),
    (1600, 1), (2400, 5), (3100, 6), (3900, 3), (4600, -4), (5600, -14), (7500, -27),
    (11000, -42), (18000, -60),
  ])

  private static let box = points([
    (30, -32), (55, -9), (75, 2), (105, 4), (150, 1), (260, -2), (450, -4), (900, -2),
    (1700, 2), (2500, 5), (3300, 5), (4100, 1), (4900, -7), (6000, -18), (8000, -31),
    (12000, -46), (18000, -60),
  ])

  private static func points(_ points: [(Double, Double)]) -> GraphicCurve {
    GraphicCurve(points.map { GraphicCurve.Point(hertz: $0.0, gainDecibels: $0.1) })
  }
}
