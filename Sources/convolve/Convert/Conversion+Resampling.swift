internal import FilterDesign
internal import Session
internal import SignalProcessing
internal import SoundFiles

extension Conversion {
  mutating func resample(to rate: Int, _ ringing: EditOptions.Ringing) throws(CommandFailure) {
    guard rate != sampleRate else {
      account.append("not resampled: it has \(rate) Hz")
      return
    }
    let before = impulse
    let (whole, span) = try known { () throws(SoundFileError) in
      try before.resampledWithRinging(to: rate, limits: ImpulseLimits(seconds: 600))
    }
    let scale = Double(sampleRate) / Double(rate)
    account.append(
      "resampled from \(sampleRate) Hz to \(rate) Hz, taps scaled by \(scale.text(decimals: 4)) so "
        + "that the gain stays")
    edit = ResponseEdit(whole.channels)
    sampleRate = rate
    switch ringing {
    case .cut:
      let lost = edit.crop(to: span)
      tellLoss(before: lost.before, behind: lost.behind, "time and length stay")
    case .keep: tellRinging(before: span.lowerBound, behind: whole.frameCount - span.upperBound)
    }
  }

  /// What rings before the first tap is not cut off where the delay is dropped anyway: silence
  /// around the taps makes room for it.
  mutating func makeMinimumPhase(
    resampling rate: Int?, _ ringing: EditOptions.Ringing
  ) throws(CommandFailure) {
    guard let rate, rate != sampleRate else { return try makeMinimumPhase(behind: 0) }
    let frames = (edit.frameCount * rate + sampleRate - 1) / sampleRate
    let before = sampleRate
    let room = Self.ringingFrames * max(1, sampleRate / rate)
    edit.delay(frames: room)
    _ = edit.resize(toFrames: edit.frameCount + room)
    try resample(to: rate, .cut)
    try makeMinimumPhase(behind: (room * rate + before / 2) / before)
    switch ringing {
    case .cut: tellLoss(behind: edit.resize(toFrames: frames), "the length stays")
    case .keep:
      edit.trimEnd(below: Self.inaudibleDecibels, keeping: frames)
      tellRinging(behind: edit.frameCount - frames)
    }
  }

  /// More than the reach of the resampler, in frames of the lower rate.
  private static let ringingFrames = 1024
  /// Against the largest tap: below the rounding of 32-bit integers.
  private static let inaudibleDecibels = -200.0
  /// The share of the energy whose loss changes the magnitude by 0.01 dB in the mean (-60 dB).
  private static let audibleLoss = 1e-6

  /// Says what was cut off at both ends, as shares of the energy.
  private mutating func tellLoss(before: Double = 0, behind: Double, _ reason: String) {
    let losses = [(before, "before the first tap"), (behind, "behind the last tap")].filter {
      Decibels(power: $0.0).value > Self.inaudibleDecibels
    }
    if losses.isEmpty { return }
    let places = losses.map { "\($1) (\(Decibels(power: $0).text(decimals: 1)) of the energy)" }
    let sentence = """
      \(source): what the resampling filter rings \(places.joined(separator: " and ")) was cut, so that \
      \(reason); --ringing keep keeps it
      """
    if before + behind > Self.audibleLoss {
      warnings.append(sentence)
    } else {
      account.append(sentence)
    }
  }

  /// Says what was added at both ends, in frames.
  private mutating func tellRinging(before: Int = 0, behind: Int) {
    leadFrames = before
    let places = [
      before > 0 ? "begins \(shown(before)) before the first tap" : nil,
      behind > 0 ? "ends \(shown(behind)) behind the last tap" : nil,
    ].compactMap(\.self)
    if places.isEmpty { return }
    account.append(
      "\(places.joined(separator: " and ")), with all that the resampling filter rings there")
  }
}
