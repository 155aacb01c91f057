internal import Glibc

/// Measures one impulse response by ISO 3382-1, in float64.
///
/// - The response begins at the onset, the first sample that is within 20 dB of the largest.
/// - Decays are taken from the response filtered with time running backwards, so that the filter's
///   own ringing lies before the onset, where it counts for the onset: a decay may be four times as
///   short as with time running forwards (Jacobsen and Rindel, Journal of Sound and Vibration 117
///   (1987) 187).
/// - Energies are compared after windowing first and filtering then, the order that the standard
///   prefers: a filter's delay moves no energy over the border.
/// - The centre time is the mean of that filtered forwards and that filtered backwards: the filter's
///   delay counts once for and once against it.
/// - Noise: see ``NoiseFloor`` and ``DecayCurve``.
public struct RoomAnalysis: Sendable {
  /// The filter in words.
  public static let filterName =
    "Butterworth band-pass of order \(2 * BandFilter.order), decays with time reversed"

  /// The frame of the direct sound; `nil` for silence.
  public let onsetFrame: Int?
  /// From the onset to the last sample that is not zero.
  private let taps: ArraySlice<Double>
  private let sampleRate: Int

  /// Decibels below the largest sample at which the response begins.
  private static let onsetDecibels = -20.0
  /// Decibels that a decay must go on below the range that is looked at.
  private static let spareDecibels = 10.0
  /// The shortest decay times bandwidth that can be told from the filter's own; for the early
  /// decay, which its delay disturbs, four times as much.
  private static let filterLimit = 4.0
  /// How much more energy the two sides of a border may have than both together. A cut is a click: it
  /// fills a band that is 60 dB below the others.
  private static let leakageLimit = 1.25

  /// - Parameter taps: one channel.
  public init(_ taps: [Double], sampleRate: Int) {
    self.sampleRate = sampleRate
    let peak = taps.reduce(0) { max($0, $1.magnitude) }
    let threshold = peak * pow(10, Self.onsetDecibels / 20)
    guard peak > 0, let first = taps.firstIndex(where: { $0.magnitude >= threshold }),
      let last = taps.lastIndex(where: { $0 != 0 })
    else {
      onsetFrame = nil
      self.taps = []
      return
    }
    onsetFrame = first
    self.taps = taps[first...last]
  }

  /// The figures of one band, or of all frequencies together.
  ///
  /// - Precondition: the band ends below half the rate.
  /// - Complexity: nine times through the filter.
  public func figures(in band: FrequencyBand? = nil) -> RoomFigures {
    guard onsetFrame != nil else { return RoomFigures(band, missing: .silent) }
    let response = BandResponse(taps, band: band, sampleRate: sampleRate)
    guard response.energy > 0 else { return RoomFigures(band, missing: .silent) }
    guard let floor = response.noiseFloor() else {
      return RoomFigures(band, missing: .flat)
    }
    var figures = RoomFigures(band, missing: .length)
    let curve = response.curve(floor)
    figures.curve = curve
    figures.earlyDecay = time(.early, curve, floor, response)
    figures.t20 = time(.twenty, curve, floor, response)
    figures.t30 = time(.thirty, curve, floor, response)
    figures.c50 = clarity(0.050, floor, response)
    figures.c80 = clarity(0.080, floor, response)
    if case .value(let ratio) = figures.c50 {
      let power = pow(10, ratio / 10)
      figures.d50 = .value(power / (1 + power))
    } else {
      figures.d50 = figures.c50
    }
    figures.centreTime = .value(response.centreFrames(floor) / Double(sampleRate))
    return figures
  }

  private func time(
    _ range: DecayCurve.Range, _ curve: DecayCurve, _ floor: NoiseFloor, _ response: BandResponse
  ) -> RoomFigures.Figure {
    guard curve.endDecibels <= range.lower - Self.spareDecibels else {
      return .missing(floor.kind == .noise ? .noise : .length)
    }
    guard let line = curve.fit(range) else { return .missing(.direct) }
    let seconds = -60 / line.slope
    let limit = range == .early ? 4 * Self.filterLimit : Self.filterLimit
    guard seconds * response.bandwidthHertz >= limit else { return .missing(.filter) }
    return .value(seconds)
  }

  private func clarity(
    _ seconds: Double, _ floor: NoiseFloor, _ response: BandResponse
  ) -> RoomFigures.Figure {
    let border = Int((seconds * Double(sampleRate)).rounded())
    guard floor.crossingFrames > border else {
      return .missing(floor.kind == .noise && taps.count > border ? .noise : .length)
    }
    let energies = response.energies(border: border, floor)
    guard energies.parts <= Self.leakageLimit * energies.whole else { return .missing(.leakage) }
    guard energies.late > 0 else { return .missing(.noise) }
    return .value(decibels(energies.early / energies.late))
  }
}
