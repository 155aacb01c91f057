/// What a room does to sound in one band, by ISO 3382-1.
public struct RoomFigures: Equatable, Sendable {
  /// A figure, or why there is none.
  public enum Figure: Equatable, Sendable {
    case value(Double)
    case missing(Reason)

    /// The figure, if there is one.
    public var value: Double? { if case .value(let value) = self { value } else { nil } }
    /// Why there is none, if so.
    public var reason: Reason? { if case .missing(let reason) = self { reason } else { nil } }
  }

  /// Why there is no figure.
  public enum Reason: String, CaseIterable, Sendable {
    /// The response holds nothing here.
    case silent
    /// No decay can be seen.
    case flat
    /// The decay meets noise too early: 10 dB more than the range are needed.
    case noise
    /// The response ends too early: 10 dB more than the range are needed.
    case length
    /// The decay is no longer than the filter's own.
    case filter
    /// Cut apart at its border, the louder bands leak more into this one than it holds.
    case leakage
    /// The direct sound alone reaches the lower end of the range.
    case direct
  }

  /// `nil` for all frequencies together.
  public let band: FrequencyBand?
  /// Early decay time: of 60 dB at the slope from 0 to -10 dB, in seconds.
  public var earlyDecay: Figure
  /// Reverberation time from -5 to -25 dB, in seconds.
  public var t20: Figure
  /// Reverberation time from -5 to -35 dB, in seconds.
  public var t30: Figure
  /// Clarity: energy before 50 ms to energy after, in dB.
  public var c50: Figure
  /// The same for 80 ms.
  public var c80: Figure
  /// Definition: energy before 50 ms to all of it, 0 to 1.
  public var d50: Figure
  /// Centre time, in seconds.
  public var centreTime: Figure
  /// What the times were taken from; `nil` without a decay.
  public var curve: DecayCurve?

  /// All figures missing.
  init(_ band: FrequencyBand?, missing reason: Reason) {
    self.band = band
    let figure = Figure.missing(reason)
    (earlyDecay, t20, t30) = (figure, figure, figure)
    (c50, c80, d50, centreTime) = (figure, figure, figure, figure)
    curve = nil
  }
}
