import Glibc

/// A hung steel plate with one driver and two pick-ups, as reverberation was made before digits.
///
/// Each mode of the simply supported plate rings at its own frequency and dies away at the rate asked
/// for there; the response is the sum of all of them. Bending waves run faster the higher they are:
/// the dense bright onset that tells a plate from a room follows by itself.
///
/// Source: Fletcher and Rossing, The Physics of Musical Instruments, section 3.11 (modes); Arcas and
/// Chaigne, Applied Acoustics 71 (2010) 204 (plate reverberation).
struct SteelPlate: ResponseModel {
  /// Metres.
  var width = 2.0
  var height = 1.0
  var thickness = 0.0005
  /// Seconds to decay by 60 dB, one per band of ``OctaveBands``.
  var reverberationTimes: [Double]
  /// Where the driver sits, as parts of the width and the height.
  var driver = (x: 0.41, y: 0.37)
  /// Left and right; irregular, so that no group of modes is silent in both.
  var pickUps = [(x: 0.137, y: 0.613), (x: 0.871, y: 0.231)]

  /// Young's modulus over density of steel, in m²/s².
  private static let stiffness = 2.0e11 / 7850
  private static let poissonRatio = 0.3
  /// The highest mode in Hz, and where the modes begin to weaken towards it.
  private static let highestFrequency = 16000.0
  private static let weakeningFrequency = 11000.0
  /// How far a mode is followed, in decibels.
  private static let range = 90.0

  let channelNames = ["L", "R"]

  var reverberationTargets: [ReverberationTarget] {
    // The last band is cut off in its middle.
    zip(OctaveBands.centres, reverberationTimes).dropLast().map {
      ReverberationTarget(octave: $0, seconds: $1)
    }
  }

  var summary: String {
    """
    Steel plate of \(width) x \(height) m, \(thickness * 1000) mm thick, simply supported; its modes \
    from \(Int(OctaveBands.lowestFrequency)) Hz to \(Int(Self.highestFrequency / 1000)) kHz, \
    velocity at two pick-ups. RT60 in s: \(reverberationTargets.summary). Cut at -80 dB of remaining \
    energy; energy of each output 0.5.
    """
  }

  func render(sampleRate: Int) -> [[Float]] {
    let modes = modes(sampleRate: sampleRate)
    let frameCount = modes.reduce(1) { max($0, $1.frameCount) }
    let sum = ComplexSignal(count: frameCount)
    for first in stride(from: 0, to: modes.count, by: ModeGroup.capacity) {
      var group = ModeGroup(modes[first..<min(first + ModeGroup.capacity, modes.count)])
      group.add(to: sum)
    }
    return ResponseFinish.finish([sum], rows: [0, 1])
  }

  /// All modes that the sampling rate can hold, from low to high.
  private func modes(sampleRate: Int) -> [RingingMode] {
    let speed = thickness * (Self.stiffness / (12 * (1 - pow(Self.poissonRatio, 2)))).squareRoot()
    let limit = min(Self.highestFrequency, 0.45 * Double(sampleRate))
    // f = pi / 2 · speed · ((m / width)² + (n / height)²)
    let wave = (limit / (0.5 * Double.pi * speed)).squareRoot()
    var modes: [RingingMode] = []
    for m in 1...Int(wave * width) {
      for n in 1...max(Int(wave * height), 1) {
        let number = pow(Double(m) / width, 2) + pow(Double(n) / height, 2)
        let frequency = 0.5 * Double.pi * speed * number
        guard (OctaveBands.lowestFrequency...limit).contains(frequency) else { continue }
        modes.append(mode(m, n, frequency: frequency, limit: limit, sampleRate: sampleRate))
      }
    }
    return modes.sorted { $0.cyclesPerFrame < $1.cyclesPerFrame }
  }

  private func mode(
    _ m: Int, _ n: Int, frequency: Double, limit: Double, sampleRate: Int
  ) -> RingingMode {
    func shape(_ place: (x: Double, y: Double)) -> Double {
      sin(Double(m) * Double.pi * place.x) * sin(Double(n) * Double.pi * place.y)
    }
    let weakening = min(Self.weakeningFrequency, 0.7 * limit)
    let position = max((frequency - weakening) / (limit - weakening), 0)
    let drive = shape(driver) * (0.5 + 0.5 * cos(Double.pi * position))
    let seconds = OctaveBands.interpolate(reverberationTimes, at: frequency)
    return RingingMode(
      cyclesPerFrame: frequency / Double(sampleRate),
      decay: exp(-3 * log(10.0) / (seconds * Double(sampleRate))),
      left: drive * shape(pickUps[0]), right: drive * shape(pickUps[1]),
      frameCount: Int(seconds * Self.range / 60 * Double(sampleRate)))
  }
}

extension SteelPlate {
  /// A plate of the usual size with its damper half open.
  static let studioPlate = SteelPlate(
    reverberationTimes: [2.7, 2.6, 2.4, 2.1, 1.7, 1.15, 0.75, 0.5])
}
