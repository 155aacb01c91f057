internal import Glibc

/// Where a decay ends in noise, or in the end of the recording.
///
/// - Source: Lundeby, Vigran, Bietz and Vorländer, Acustica 81 (1995) 344: the decay is drawn as a
///   straight line in dB, the noise as a level, and both are found again from where they meet.
struct NoiseFloor: Equatable {
  /// Frames from the onset to where the line meets the noise, at most the length.
  let crossingFrames: Int
  /// The line's slope there, in dB per frame; negative.
  let slope: Double
  /// The power per frame at the crossing.
  let power: Double
  /// Whether what follows is a level, and not just the last that was recorded of a decay.
  let kind: Kind

  enum Kind { case noise, endOfRecording }

  /// What the decay beyond the crossing would add up to.
  var missingEnergy: Double { power / (1 - ratio) }

  /// The mean frames after the crossing at which it would arrive.
  var missingFrames: Double { ratio / (1 - ratio) }

  private var ratio: Double { pow(10, slope / 10) }
}

/// The search for a ``NoiseFloor`` in a squared response.
struct NoiseFloorSearch {
  /// Squared samples from the onset on, `[frame]`.
  let powers: ArraySlice<Double>
  /// The sum of the powers from each frame on: summed from the quiet end, or what is loud at the
  /// beginning would leave nothing of it.
  private let sums: [Double]
  private var count: Int { powers.count }

  /// The last part of a recording that is taken for noise at first, and always.
  private static let noisePart = 0.1
  /// Decibels above the noise at which its share in the decay can be neglected.
  private static let marginDecibels = 7.0
  /// Decibels over which the late slope is taken.
  private static let rangeDecibels = 20.0
  /// Mean values in 10 dB of decay.
  private static let intervalsPerTen = 5.0

  init(_ powers: ArraySlice<Double>) {
    self.powers = powers
    var sums = [Double](repeating: 0, count: powers.count + 1)
    for (frame, power) in powers.enumerated().reversed() {
      sums[frame] = sums[frame + 1] + power
    }
    self.sums = sums
  }

  /// - Parameter intervalFrames: over which powers are averaged at first, long enough for a band's
  ///   own fluctuation.
  /// - Returns: `nil` when no decay stands out of the noise.
  func find(intervalFrames: Int) -> NoiseFloor? {
    var interval = max(1, min(intervalFrames, count / 20))
    guard count >= 20 else { return nil }
    var noise = mean(Int(Double(count) * (1 - Self.noisePart))..<count)
    guard noise > 0, var line = firstLine(interval, noise: noise), line.slope < 0 else {
      return nil
    }
    var crossing = (decibels(noise) - line.intercept) / line.slope
    for _ in 0..<8 {
      let perInterval = -10 / line.slope / Self.intervalsPerTen
      interval = frames(perInterval, 1...max(1, count / 20))
      noise = level(afterFrame: crossing - Self.marginDecibels / line.slope)
      guard let late = lateLine(interval, noise: noise), late.slope < 0 else { break }
      line = late
      let next = (decibels(noise) - line.intercept) / line.slope
      defer { crossing = next }
      if (next - crossing).magnitude < 0.001 * Double(count) { break }
    }
    let crossingFrames = frames(crossing.rounded(), 0...count)
    guard crossingFrames > 0 else { return nil }
    return NoiseFloor(
      crossingFrames: crossingFrames, slope: line.slope,
      power: pow(10, line.value(at: crossingPlace(crossingFrames)) / 10),
      kind: kind(after: crossingFrames, slope: line.slope))
  }

  /// A number of frames that is not known to be one: a line that is almost level crosses anywhere.
  private func frames(_ number: Double, _ range: ClosedRange<Int>) -> Int {
    guard number > Double(range.lowerBound) else { return range.lowerBound }
    return Int(min(number, Double(range.upperBound)))
  }

  /// The crossing as a place on a line, whose powers stand for the middles of frames.
  private func crossingPlace(_ frames: Int) -> Double { Double(frames) + 0.5 }

  private func mean(_ frames: Range<Int>) -> Double {
    (sums[frames.lowerBound] - sums[frames.upperBound]) / Double(max(frames.count, 1))
  }

  private func level(afterFrame frame: Double) -> Double {
    let last = Double(count) * (1 - Self.noisePart)
    return mean(frames(frame, 0...Int(last))..<count)
  }

  /// The mean level in dB of each interval, at its middle, in frames.
  private func levels(_ interval: Int) -> [(x: Double, y: Double)] {
    (0..<count / interval).map { index in
      let frames = index * interval..<(index + 1) * interval
      return (Double(frames.lowerBound) + Double(interval) / 2, decibels(mean(frames)))
    }
  }

  /// From the loudest interval down to the margin above the noise.
  private func firstLine(_ interval: Int, noise: Double) -> LineFit? {
    let levels = levels(interval)
    let floor = decibels(noise) + Self.marginDecibels
    guard let top = levels.indices.max(by: { levels[$0].y < levels[$1].y }) else { return nil }
    let end = levels[top...].firstIndex { $0.y < floor } ?? levels.count
    return LineFit(levels[top..<end].filter { $0.y.isFinite })
  }

  /// The last stretch of decay above the margin.
  private func lateLine(_ interval: Int, noise: Double) -> LineFit? {
    let levels = levels(interval)
    let floor = decibels(noise) + Self.marginDecibels
    guard let top = levels.indices.max(by: { levels[$0].y < levels[$1].y }) else { return nil }
    let end = levels[top...].firstIndex { $0.y < floor } ?? levels.count
    let ceiling = floor + Self.rangeDecibels
    let start = levels[top..<end].lastIndex { $0.y > ceiling }.map { $0 + 1 } ?? top
    return LineFit(levels[start..<end].filter { $0.y.isFinite })
  }

  /// Noise keeps its level where the decay would have lost 10 dB and more.
  private func kind(after crossing: Int, slope: Double) -> NoiseFloor.Kind {
    let fallen = crossing + frames(-Self.marginDecibels / slope, 0...count)
    guard fallen < count, -slope * Double(count - fallen) >= 10 else { return .endOfRecording }
    let middle = (fallen + count) / 2
    let fall = decibels(mean(fallen..<middle)) - decibels(mean(middle..<count))
    return fall < 2.5 ? .noise : .endOfRecording
  }
}

/// A power in dB.
func decibels(_ power: Double) -> Double { 10 * log10(power) }
