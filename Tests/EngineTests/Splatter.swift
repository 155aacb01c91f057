import Glibc

/// What a change adds beside a tone of 997 Hz at 48 kHz.
enum Splatter {
  /// The highest sample of what lies above 6 kHz, once the filter is filled.
  static func highest(_ samples: [Float]) -> Double {
    let taps = highPass
    var highest = 0.0
    // Every fourth place: the peaks of a burst are wider.
    for end in stride(from: taps.count + 4000, to: samples.count, by: 4) {
      var sum = 0.0
      for (index, tap) in taps.enumerated() { sum += tap * Double(samples[end - index]) }
      highest = max(highest, abs(sum))
    }
    return highest
  }

  /// A linear-phase high-pass at 5 kHz, from 4 to 6 kHz, 130 dB down at 997 Hz: a Kaiser window.
  private static let highPass: [Double] = {
    let half = 200
    let cutoff = 5000 / 48_000.0
    return (-half...half).map { place in
      let position = Double(place) / Double(half)
      let window = bessel(14 * (1 - position * position).squareRoot()) / bessel(14)
      let low =
        place == 0 ? 2 * cutoff : sin(2 * .pi * cutoff * Double(place)) / (.pi * Double(place))
      return ((place == 0 ? 1 : 0) - low) * window
    }
  }()

  /// The modified Bessel function of order 0.
  private static func bessel(_ x: Double) -> Double {
    var sum = 1.0, term = 1.0
    for index in 1..<60 {
      term *= (x / (2 * Double(index))) * (x / (2 * Double(index)))
      sum += term
    }
    return sum
  }
}
