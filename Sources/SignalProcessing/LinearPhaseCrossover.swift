/// A two-way crossover whose ways add up to a delay and nothing else.
///
/// The low way is a sinc under a Kaiser window, the high way what it leaves of a unit impulse in the
/// middle. Both are at -6 dB where they meet and fall to -100 dB within a band around it.
public struct LinearPhaseCrossover: Equatable, Sendable {
  /// Taps of the low way, an odd number; they sum to 1.
  public let lowTaps: [Double]
  /// Taps of the high way, as many.
  public let highTaps: [Double]

  /// Frames that both ways delay.
  public var latencyFrames: Int { lowTaps.count / 2 }

  /// - Parameter cyclesPerFrame: where the ways meet, between 0 and 0.5, both excluded.
  /// - Parameter tapCount: odd, at least 3.
  public init(cyclesPerFrame: Double, tapCount: Int) {
    precondition(cyclesPerFrame > 0 && cyclesPerFrame < 0.5)
    precondition(tapCount >= 3)
    precondition(tapCount % 2 == 1)
    let middle = tapCount / 2
    let window = KaiserWindow(attenuation: 106)
    let taps = (0..<tapCount).map { tap in
      let place = Double(tap - middle)
      return sinc(2 * cyclesPerFrame * place) * window.value(at: place / Double(middle + 1))
    }
    let sum = taps.reduce(0, +)
    lowTaps = taps.map { $0 / sum }
    var high = lowTaps.map { -$0 }
    high[middle] += 1
    highTaps = high
  }

  /// Taps with which the way from 0 to -100 dB takes half the split's frequency, around it.
  public static func tapCount(cyclesPerFrame: Double) -> Int {
    // Kaiser's estimate, (attenuation - 7.95) / 14.36 taps for each unit of 1 / bandwidth. The
    // attenuation is 106 dB, because the ripples of both edges add up.
    2 * Int((6.83 / 2 / (cyclesPerFrame / 2)).rounded(.up)) + 1
  }
}
