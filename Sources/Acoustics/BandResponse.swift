/// A response from its onset on, seen through one band's filter.
struct BandResponse {
  private let taps: ArraySlice<Double>
  private let filter: BandFilter?
  private let sampleRate: Int
  /// Hz; infinite without a band.
  let bandwidthHertz: Double
  /// Squared samples, filtered backwards, from the onset on.
  private let powers: ArraySlice<Double>
  /// What the filter moved in front of the onset.
  private let energyBefore: Double

  /// - Parameter taps: from the onset on.
  init(_ taps: ArraySlice<Double>, band: FrequencyBand?, sampleRate: Int) {
    self.taps = taps
    self.sampleRate = sampleRate
    bandwidthHertz = band?.bandwidthHertz ?? .infinity
    filter = band.map { BandFilter($0, sampleRate: sampleRate) }
    let filtered = filter?.backward(taps) ?? Array(taps)
    let squares = filtered.map { $0 * $0 }
    let before = filter?.ringingFrames ?? 0
    powers = squares[before...]
    energyBefore = squares[..<before].reduce(0, +)
  }

  /// The sum of the squares.
  var energy: Double { energyBefore + powers.reduce(0, +) }

  /// Where the decay ends; `nil` without a decay.
  func noiseFloor() -> NoiseFloor? {
    // Two periods of the band's fluctuation, 20 ms for all above 100 Hz of width.
    let seconds = max(0.020, 2 / bandwidthHertz)
    return NoiseFloorSearch(powers).find(intervalFrames: Int(seconds * Double(sampleRate)))
  }

  func curve(_ floor: NoiseFloor) -> DecayCurve {
    DecayCurve(powers, energyBefore: energyBefore, floor: floor, sampleRate: sampleRate)
  }

  /// Energies on the two sides of a moment.
  struct Sides {
    let early: Double
    let late: Double
    /// Both, and what they are without the cut; as filtered, with noise.
    let parts: Double
    let whole: Double
  }

  /// The energies before and after `border` frames, windowed first and filtered then.
  ///
  /// - Precondition: the border lies before the crossing.
  func energies(border: Int, _ floor: NoiseFloor) -> Sides {
    let middle = taps.startIndex + border, end = taps.startIndex + floor.crossingFrames
    let noise = noisePower(floor)
    let before = filteredEnergy(taps[..<middle]), after = filteredEnergy(taps[middle..<end])
    return Sides(
      early: before - noise * Double(border),
      late: after - noise * Double(floor.crossingFrames - border) + floor.missingEnergy,
      parts: before + after, whole: filteredEnergy(taps[..<end]))
  }

  /// The mean time of the energy, in frames after the onset.
  func centreFrames(_ floor: NoiseFloor) -> Double {
    let window = taps[..<(taps.startIndex + floor.crossingFrames)]
    let ahead = filter?.ringingFrames ?? 0
    let forward = moments(filter?.forward(window) ?? Array(window), firstFrame: 0)
    let backward = moments(filter?.backward(window) ?? Array(window), firstFrame: -ahead)
    let frames = Double(floor.crossingFrames), noise = noisePower(floor)
    let energy = (forward.energy + backward.energy) / 2 - noise * frames + floor.missingEnergy
    let moment =
      (forward.moment + backward.moment) / 2 - noise * frames * frames / 2
      + floor.missingEnergy * (frames + floor.missingFrames)
    return moment / energy
  }

  private func noisePower(_ floor: NoiseFloor) -> Double {
    floor.kind == .noise ? floor.power : 0
  }

  private func filteredEnergy(_ window: ArraySlice<Double>) -> Double {
    (filter?.forward(window) ?? Array(window)).reduce(0) { $0 + $1 * $1 }
  }

  private func moments(
    _ samples: [Double], firstFrame: Int
  ) -> (energy: Double, moment: Double) {
    var (energy, moment) = (0.0, 0.0)
    for (index, sample) in samples.enumerated() {
      energy += sample * sample
      moment += sample * sample * Double(firstFrame + index)
    }
    return (energy, moment)
  }
}
