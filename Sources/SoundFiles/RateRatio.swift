/// Two sample rates and what follows from their ratio, in whole numbers.
struct RateRatio: Equatable {
  let from: Int
  let to: Int

  /// - Errors: `unsupported` for a rate outside the default limits.
  init(_ source: String, from: Int, to: Int) throws(SoundFileError) {
    let rates = ImpulseLimits.default.sampleRates
    guard rates.contains(from), rates.contains(to) else {
      throw SoundFileError(
        kind: .unsupported, path: source,
        message: "cannot be resampled from \(from) Hz to \(to) Hz; "
          + "\(rates.lowerBound) to \(rates.upperBound) Hz are allowed")
    }
    self.from = from
    self.to = to
  }

  /// What keeps a filter's gain: the same response is a sum over more or fewer taps.
  var tapScale: Double { Double(from) / Double(to) }

  /// Frames at the new rate that cover as much time: `ceil(frames * to / from)`.
  func frames(for frames: Int) -> Int { (frames * to + from - 1) / from }

  /// The shortest time that is a whole number of frames at both rates, in frames of the old one.
  var commonFrames: Int {
    var (a, b) = (from, to)
    while b != 0 { (a, b) = (b, a % b) }
    return from / a
  }
}
