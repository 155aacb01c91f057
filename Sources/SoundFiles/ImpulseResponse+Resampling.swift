extension ImpulseResponse {
  /// The same filter for another sample rate.
  ///
  /// Linear phase and without delay: a tap at time t stays at time t. Taps are scaled by the ratio
  /// of the rates, so that the filter's gain stays. The length becomes
  /// `ceil(frameCount * rate / sampleRate)`. Above 0.91 of the lower rate's half nothing is
  /// promised.
  ///
  /// Band-limiting makes every step ring, before it as well as after. What falls in front of the
  /// first or behind the last tap is cut, which bends the response of a filter that starts or ends
  /// with a large tap; a note says so when it matters. ``resampledWithRinging(to:limits:)`` keeps it.
  ///
  /// - Parameter limits: of which only the number of taps counts.
  /// - Returns: itself when the rate is the same; otherwise with a note on what was done.
  /// - Errors: `unsupported` for a rate outside the default limits or a ratio that libsoxr refuses;
  ///   `tooLarge` when the result would have too many taps; `malformed` when a tap leaves `Float`'s
  ///   range.
  /// - Thread: control.
  public func resampled(
    to rate: Int, limits: ImpulseLimits = .default
  ) throws(SoundFileError) -> ImpulseResponse {
    if rate == sampleRate { return self }
    let ratio = try RateRatio(source, from: sampleRate, to: rate)
    try demandRoom(forFrames: ratio.frames(for: frameCount), rate, limits)
    let resampler = TapResampler(ratio: ratio, source: source)
    var results: [TapResampler.Result] = []
    for taps in channels { results.append(try resampler.resample(taps)) }
    return ImpulseResponse(
      source: source, sampleRate: rate, channels: results.map(\.taps),
      notes: notes + self.notes(on: results, ratio))
  }

  /// The same with what rings before the first and behind the last tap, for whoever can begin so much
  /// earlier: to the sounds that both rates can hold, it is the same filter.
  ///
  /// - Returns: and which of its frames ``resampled(to:limits:)`` would give; what comes before them
  ///   comes before the time of the first tap.
  /// - Errors: those of ``resampled(to:limits:)``.
  /// - Thread: control.
  public func resampledWithRinging(
    to rate: Int, limits: ImpulseLimits = .default
  ) throws(SoundFileError) -> (response: ImpulseResponse, span: Range<Int>) {
    if rate == sampleRate { return (self, 0..<frameCount) }
    let ratio = try RateRatio(source, from: sampleRate, to: rate)
    try demandRoom(forFrames: ratio.frames(for: frameCount), rate, limits)
    let resampler = TapResampler(ratio: ratio, source: source)
    var all: [[Double]] = []
    var span = 0..<0
    for taps in channels {
      let whole = try resampler.resampleWhole(taps)
      all.append(whole.all)
      span = whole.span
    }
    let heard = Self.audible(all, around: span)
    let note =
      "\(source): \(ratio.from) Hz, the sound has \(ratio.to) Hz: resampled, taps scaled by "
      + thousandths(ratio.tapScale)
    let response = ImpulseResponse(
      source: source, sampleRate: rate, channels: all.map { Array($0[heard]) },
      notes: notes + [note])
    let lead = span.lowerBound - heard.lowerBound
    return (response, lead..<lead + span.count)
  }

  /// The frames with any tap that is not 200 dB below the largest, and those of `span`.
  private static func audible(_ channels: [[Double]], around span: Range<Int>) -> Range<Int> {
    let peak = channels.reduce(0) { max($0, $1.reduce(0) { max($0, $1.magnitude) }) }
    let floor = 1e-10 * peak
    return channels.reduce(span) { heard, taps in
      let first = taps.firstIndex { $0.magnitude > floor } ?? heard.lowerBound
      let last = taps.lastIndex { $0.magnitude > floor } ?? heard.upperBound - 1
      return min(first, heard.lowerBound)..<max(last + 1, heard.upperBound)
    }
  }

  private func demandRoom(
    forFrames frames: Int, _ rate: Int, _ limits: ImpulseLimits
  ) throws(SoundFileError) {
    guard frames > limits.tapCount / channelCount else { return }
    let mebibytes = limits.tapCount >> 17
    throw SoundFileError(
      kind: .tooLarge, path: source,
      message: "would have \(frames) frames in \(channelCount) channels at \(rate) Hz, "
        + "more than \(mebibytes) MiB; trim it first")
  }

  private func notes(on results: [TapResampler.Result], _ ratio: RateRatio) -> [String] {
    let done =
      "\(source): \(ratio.from) Hz, session runs at \(ratio.to) Hz: resampled, taps scaled by "
      + thousandths(ratio.tapScale)
    let kept = results.reduce(0) { $0 + $1.keptEnergy }
    let cut = results.reduce(0) { $0 + $1.cutEnergy }
    guard cut > kept * Self.audibleCut else { return [done] }
    return [
      done,
      "\(source): resampling cut ringing of \(wholeDecibels(cut / kept)) dB at its ends, "
        + "which bends its response: supply it at \(ratio.to) Hz or with silence around it",
    ]
  }

  /// The share of the energy whose loss changes the magnitude by 0.01 dB in the mean (-60 dB).
  private static let audibleCut = 1e-6
}

/// A ratio of powers in whole dB.
private func wholeDecibels(_ power: Double) -> String {
  let level = decibels(power)
  return level.isFinite ? String(Int(level.rounded())) : "no"
}

/// A positive number with three decimals.
private func thousandths(_ number: Double) -> String {
  let all = Int((number * 1000).rounded())
  let fraction = String(1000 + all % 1000).dropFirst()
  return "\(all / 1000).\(fraction)"
}
