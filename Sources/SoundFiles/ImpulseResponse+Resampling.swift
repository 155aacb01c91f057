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
  /// with a large tap; a note says so when it matters.
  ///
  /// - Returns: itself when the rate is the same; otherwise with a note on what was done.
  /// - Errors: `unsupported` for a rate outside the default limits or a ratio that libsoxr refuses;
  ///   `tooLarge` when the result would pass 512 MiB.
  /// - Thread: control.
  public func resampled(to rate: Int) throws(SoundFileError) -> ImpulseResponse {
    if rate == sampleRate { return self }
    let ratio = try RateRatio(source, from: sampleRate, to: rate)
    let frames = ratio.frames(for: frameCount)
    guard frames <= ImpulseLimits.default.tapCount / channelCount else {
      throw SoundFileError(
        kind: .tooLarge, path: source,
        message: "would have \(frames) frames in \(channelCount) channels at \(rate) Hz, "
          + "more than 512 MiB; trim it first")
    }
    var cutEnergy = 0.0
    var keptEnergy = 0.0
    var resampled: [[Float]] = []
    for taps in channels {
      let result = try TapResampler(ratio: ratio, source: source).resample(taps)
      guard result.taps.allSatisfy(\.isFinite) else {
        throw SoundFileError(
          kind: .malformed, path: source,
          message: "has taps too large to be resampled; lower its level first")
      }
      resampled.append(result.taps)
      keptEnergy += result.keptEnergy
      cutEnergy += result.cutEnergy
    }
    var notes = notes
    notes.append(
      "\(source): \(sampleRate) Hz, session runs at \(rate) Hz: resampled, taps scaled by "
        + thousandths(ratio.tapScale))
    if cutEnergy > keptEnergy * Self.audibleCut {
      notes.append(
        "\(source): resampling cut ringing of \(wholeDecibels(cutEnergy / keptEnergy)) dB at its ends, "
          + "which bends its response: supply it at \(rate) Hz or with silence around it")
    }
    return ImpulseResponse(source: source, sampleRate: rate, channels: resampled, notes: notes)
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
