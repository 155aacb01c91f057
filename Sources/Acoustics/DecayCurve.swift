/// The energy that is still to come at each moment of a response, in dB of all of it.
///
/// - Source: Schroeder, Journal of the Acoustical Society of America 37 (1965) 409; what noise hides
///   is added as the decay would have gone on, and the noise before it taken off (ISO 3382-1 5.3.3).
public struct DecayCurve: Equatable, Sendable {
  /// From the onset on, `[frame]`; begins at 0 dB.
  public let decibels: [Double]
  /// How far down the decay can be followed, dB: what is to come behind the curve's end.
  public let endDecibels: Double
  /// In Hz.
  public let sampleRate: Int

  /// A part of the decay that a reverberation time is taken from, in dB below the beginning.
  public enum Range: CaseIterable, Sendable {
    case early, twenty, thirty

    /// Where it begins, in dB.
    public var upper: Double { self == .early ? 0 : -5 }
    /// Where it ends, in dB.
    public var lower: Double {
      switch self {
      case .early: -10
      case .twenty: -25
      case .thirty: -35
      }
    }
  }

  /// - Parameter powers: squared samples from the onset on.
  /// - Parameter energyBefore: what a filter moved in front of the onset.
  init(
    _ powers: ArraySlice<Double>, energyBefore: Double, floor: NoiseFloor, sampleRate: Int
  ) {
    let noise = floor.kind == .noise ? floor.power : 0
    var remaining = floor.missingEnergy
    var energies = [Double](repeating: 0, count: floor.crossingFrames)
    for frame in stride(from: floor.crossingFrames - 1, through: 0, by: -1) {
      // Noise may outweigh a frame, but a curve that rises would have no meaning.
      remaining += powers[powers.startIndex + frame] - noise
      energies[frame] = remaining
    }
    energies[0] += energyBefore
    let total = energies[0]
    decibels = energies.map { Acoustics.decibels(max($0, floor.missingEnergy) / total) }
    endDecibels = Acoustics.decibels(floor.missingEnergy / total)
    self.sampleRate = sampleRate
  }

  /// The line of least squares through the part of the curve between the range's levels.
  ///
  /// - Returns: over seconds, in dB; `nil` when the curve does not get there, or in one step.
  public func fit(_ range: Range) -> LineFit? {
    guard let end = decibels.firstIndex(where: { $0 < range.lower }) else { return nil }
    let start = decibels.firstIndex { $0 <= range.upper } ?? 0
    guard end - start > 1 else { return nil }
    let line = LineFit(
      (start..<end).lazy.map { (x: Double($0) / Double(sampleRate), y: decibels[$0]) })
    return line.flatMap { $0.slope < 0 ? $0 : nil }
  }
}
