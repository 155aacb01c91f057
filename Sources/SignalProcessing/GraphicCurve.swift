internal import Glibc

/// A curve of gain over frequency: straight lines between points, in decibels over the logarithm of
/// the frequency, and level beyond the outer points.
public struct GraphicCurve: Equatable, Sendable {
  /// One point of the curve.
  public struct Point: Equatable, Sendable {
    public var hertz: Double
    public var gainDecibels: Double

    public init(hertz: Double, gainDecibels: Double) {
      self.hertz = hertz
      self.gainDecibels = gainDecibels
    }
  }

  private let points: [Point]

  /// - Precondition: at least one point, at rising frequencies above 0.
  public init(_ points: [Point]) {
    precondition(!points.isEmpty && points[0].hertz > 0)
    precondition(zip(points, points.dropFirst()).allSatisfy { $0.hertz < $1.hertz })
    self.points = points
  }

  /// The gain at a frequency in decibels.
  public func gainDecibels(hertz: Double) -> Double {
    guard let upper = points.firstIndex(where: { $0.hertz > hertz }) else {
      return points[points.count - 1].gainDecibels
    }
    guard upper > 0 else { return points[0].gainDecibels }
    let (a, b) = (points[upper - 1], points[upper])
    let share = log(hertz / a.hertz) / log(b.hertz / a.hertz)
    return a.gainDecibels + share * (b.gainDecibels - a.gainDecibels)
  }

  /// Taps of minimum phase with this curve's magnitude.
  ///
  /// As many as a sixth of a second holds, rounded up to a power of two: bends narrower than about
  /// 12 Hz are smoothed.
  ///
  /// - Complexity: transforms of 16 times as many points: 0.1 s at 48 kHz. Thread: control.
  public func minimumPhaseTaps(sampleRate: Int) -> [Double] {
    let count = FourierTransform.count(holding: max(sampleRate / 6, 256))
    return MinimumPhase.taps(count: count) { cyclesPerFrame in
      pow(10, gainDecibels(hertz: cyclesPerFrame * Double(sampleRate)) / 20)
    }
  }
}
