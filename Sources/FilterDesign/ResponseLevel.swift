internal import Glibc

/// What a normalisation makes 1.
public enum ResponseLevel: String, CaseIterable, Sendable {
  /// The largest tap of all channels.
  case peak
  /// The energy, the sum of the squared taps, of the channel that has most: white noise keeps its
  /// level through it.
  case energy
  /// The sum of the taps' magnitudes of the channel that has most: through a channel no sound can
  /// come to more than its own peak.
  case l1
}

extension ResponseEdit {
  /// Scales all channels alike, so that a level becomes 1.
  ///
  /// - Returns: the factor; `nil`, and nothing is done, for what is silent.
  public mutating func normalize(_ level: ResponseLevel) -> Double? {
    let found =
      switch level {
      case .peak: peak
      case .energy: largest { $0.reduce(0) { $0 + $1 * $1 } }.squareRoot()
      case .l1: largest { $0.reduce(0) { $0 + $1.magnitude } }
      }
    guard found > 0, (1 / found).isFinite else { return nil }
    scale(by: 1 / found)
    return 1 / found
  }

  private func largest(_ measure: ([Double]) -> Double) -> Double {
    channels.map(measure).max() ?? 0
  }
}
