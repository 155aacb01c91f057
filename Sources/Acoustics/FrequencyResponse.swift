internal import Glibc
internal import SignalProcessing

/// What a filter does to each frequency: its magnitude, phase and delay.
///
/// Phase and delay count from a frame that the caller names, the onset for one, since a phase that
/// turns with the time of flight shows nothing else.
public struct FrequencyResponse: Sendable {
  /// A point of a curve over frequency.
  public struct Point: Equatable, Sendable {
    /// The frequency, Hz.
    public var hertz: Double
    /// In the unit of its curve.
    public var value: Double

    public init(hertz: Double, value: Double) {
      self.hertz = hertz
      self.value = value
    }
  }

  /// Phases that add up to the filter's, in degrees.
  public enum PhasePart: Sendable {
    /// The filter's own.
    case whole
    /// What its magnitude alone demands.
    case minimum
    /// The rest: delays, reflections, all-passes.
    case excess
  }

  private let spectrum: Spectrum
  private let delayed: Spectrum
  private let sampleRate: Int

  /// Points in an octave of a smoothed curve.
  private static let pointsPerOctave = 96.0
  /// The least points of the transform: 1.5 Hz apart at 48 kHz.
  private static let leastCount = 1 << 15

  /// - Parameter taps: one channel.
  /// - Parameter origin: the frame from which phase and delay count.
  /// - Complexity: two transforms of twice the length.
  public init(_ taps: [Double], sampleRate: Int, origin: Int = 0) {
    self.sampleRate = sampleRate
    let count = FourierTransform.count(holding: max(2 * taps.count, Self.leastCount))
    // Turned in its circle, so that the origin stands at frame 0.
    var turned = [Double](repeating: 0, count: count), moments = turned
    for (frame, tap) in taps.enumerated() {
      let time = frame - origin
      let place = time < 0 ? time + count : time
      turned[place] = tap
      moments[place] = tap * Double(time)
    }
    spectrum = Spectrum(turned[...], count: count, sampleRate: sampleRate)
    delayed = Spectrum(moments[...], count: count, sampleRate: sampleRate)
  }

  /// The gain in dB, over frequencies in Hz; the mean power of the smoothed part of an octave.
  ///
  /// Smoothed curves have points at equal ratios from 20 Hz on, others at every bin but that of 0 Hz.
  public func magnitude(_ smoothing: Smoothing) -> [Point] {
    let powers = spectrum.powers
    guard case .octaves = smoothing else { return perBin(powers).map(Self.inDecibels) }
    let sums = BinSums(powers, binHertz: spectrum.binHertz)
    return smoothed(smoothing) { sums.mean($0, $1) }.map(Self.inDecibels)
  }

  /// The delay in seconds with which each frequency comes through, over frequencies in Hz.
  ///
  /// It is the mean time of the energy at that frequency, and smoothed that of its neighbourhood.
  public func groupDelay(_ smoothing: Smoothing) -> [Point] {
    let powers = spectrum.powers
    let moments = powers.indices.map {
      (spectrum.real[$0] * delayed.real[$0] + spectrum.imaginary[$0] * delayed.imaginary[$0])
        / Double(sampleRate)
    }
    guard case .octaves = smoothing else {
      return perBin(powers.indices.map { powers[$0] > 0 ? moments[$0] / powers[$0] : 0 })
    }
    let sums = BinSums(powers, binHertz: spectrum.binHertz)
    let times = BinSums(moments, binHertz: spectrum.binHertz)
    return smoothed(smoothing) { lower, upper in
      let power = sums.mean(lower, upper)
      return power > 0 ? times.mean(lower, upper) / power : 0
    }
  }

  /// The phase in degrees, -180 to 180, over frequencies in Hz; never smoothed.
  public func phase(_ part: PhasePart) -> [Point] {
    let phases = spectrum.real.indices.map { atan2(spectrum.imaginary[$0], spectrum.real[$0]) }
    let wanted =
      switch part {
      case .whole: phases
      case .minimum: MinimumPhase.phases(ofPowers: spectrum.powers)
      case .excess: zip(phases, MinimumPhase.phases(ofPowers: spectrum.powers)).map(-)
      }
    return perBin(wanted.map { remainder($0, 2 * Double.pi) * 180 / Double.pi })
  }

  private func perBin(_ values: [Double]) -> [Point] {
    (1..<values.count).map { Point(hertz: Double($0) * spectrum.binHertz, value: values[$0]) }
  }

  private func smoothed(
    _ smoothing: Smoothing, _ value: (_ lower: Double, _ upper: Double) -> Double
  ) -> [Point] {
    let first = 20.0, octaves = log2(Double(sampleRate) / 2 / first)
    return (0...Int(octaves * Self.pointsPerOctave)).map { index in
      let hertz = first * exp2(Double(index) / Self.pointsPerOctave)
      let (lower, upper) = smoothing.edges(around: hertz)
      return Point(hertz: hertz, value: value(lower, min(upper, Double(sampleRate) / 2)))
    }
  }

  private static func inDecibels(_ point: Point) -> Point {
    Point(hertz: point.hertz, value: decibels(max(point.value, 1e-30)))
  }
}
