import Glibc
internal import SignalProcessing

/// A tank of springs, as in amplifiers: echoes that smear into chirps.
///
/// Sound runs along a spring the slower the nearer it comes to a cutoff frequency and is thrown back
/// at both ends: H = a e^-jp / (1 - a² e^-2jp), with the phase p whose slope is the transit time and
/// the loss a of one transit that gives the decay asked for at each frequency. Above the cutoff
/// nothing runs.
///
/// Source: Parker, EURASIP Journal on Advances in Signal Processing 2011, 646134 (dispersion below a
/// transition frequency); Välimäki, Parker and Abel, Journal of the AES 58 (2010) 547.
struct SpringTank: ResponseModel {
  /// One spring.
  struct Spring {
    /// Seconds that low sound needs from end to end.
    var transit: Double
    /// Hz.
    var cutoff: Double
    /// Which of the outputs hears it.
    var output: Int
  }

  var springs: [Spring]
  /// Seconds to decay by 60 dB, one per band of ``OctaveBands``.
  var reverberationTimes: [Double]

  let channelNames = ["L", "R"]

  var reverberationTargets: [ReverberationTarget] {
    let cutoff = springs.reduce(Double.infinity) { min($0, $1.cutoff) }
    return zip(OctaveBands.centres, reverberationTimes).filter { 1.5 * $0.0 < cutoff }.map {
      ReverberationTarget(octave: $0, seconds: $1)
    }
  }

  var summary: String {
    let list = springs.map { "\(Int(1000 * $0.transit)) ms to \(Int($0.cutoff)) Hz" }
    return """
      Springs of \(list.joined(separator: ", ")), in turn left and right: dispersive echoes between \
      two ends in closed form. RT60 in s: \(reverberationTargets.summary). The first echo comes \
      after one transit; cut at -80 dB of remaining energy; energy of each output 0.5.
      """
  }

  func render(sampleRate: Int) -> [[Float]] {
    let longest = reverberationTimes.reduce(0, max)
    let count = FourierTransform.count(holding: Int(2 * longest * Double(sampleRate)))
    let grid = RoomSpectra(transform: FourierTransform(count: count), sampleRate: sampleRate)
    let sum = ComplexSignal(count: count)
    for bin in 1..<count / 2 {
      var outputs = [(real: 0.0, imaginary: 0.0), (real: 0.0, imaginary: 0.0)]
      for spring in springs {
        let response = response(of: spring, at: grid.frequency(ofBin: bin))
        outputs[spring.output].real += response.real
        outputs[spring.output].imaginary += response.imaginary
      }
      // Left + j right, both real: L + jR above, conj(L) + j conj(R) mirrored.
      let (left, right) = (outputs[0], outputs[1])
      sum[bin] = (left.real - right.imaginary, left.imaginary + right.real)
      sum[count - bin] = (left.real + right.imaginary, right.real - left.imaginary)
    }
    sum.multiply(by: grid.highPass())
    grid.transform.inverse(sum)
    return ResponseFinish.finish([sum], rows: [0, 1])
  }

  /// H at `frequency` in Hz.
  private func response(
    of spring: Spring, at frequency: Double
  ) -> (real: Double, imaginary: Double) {
    let part = frequency / spring.cutoff
    guard part < 1 else { return (0, 0) }
    let delay = spring.transit / (1 - part * part).squareRoot()
    let phase = 2 * Double.pi * spring.transit * spring.cutoff * asin(part)
    let seconds = OctaveBands.interpolate(reverberationTimes, at: frequency)
    let loss = pow(10, -3 * delay / seconds)
    // a e^-jp / (1 - a² e^-2jp)
    let below = (real: 1 - loss * loss * cos(2 * phase), imaginary: loss * loss * sin(2 * phase))
    let power = below.real * below.real + below.imaginary * below.imaginary
    let (real, imaginary) = (loss * cos(phase), -loss * sin(phase))
    return (
      (real * below.real + imaginary * below.imaginary) / power,
      (imaginary * below.real - real * below.imaginary) / power
    )
  }
}

extension SpringTank {
  /// Two springs for each side, no transit a multiple of another.
  static let guitarTank = SpringTank(
    springs: [
      Spring(transit: 0.033, cutoff: 4300, output: 0),
      Spring(transit: 0.037, cutoff: 4100, output: 1),
      Spring(transit: 0.041, cutoff: 4200, output: 0),
      Spring(transit: 0.045, cutoff: 4400, output: 1),
    ],
    reverberationTimes: [2.8, 2.7, 2.5, 2.2, 1.8, 1.4, 1.2, 1])
}
