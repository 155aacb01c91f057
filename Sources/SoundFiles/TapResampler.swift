internal import CSoxr

/// Resamples one channel's taps by libsoxr at its very high quality, in double precision.
struct TapResampler {
  /// Taps at the new rate, and the energy within and outside of their span.
  struct Result {
    var taps: [Double]
    var keptEnergy: Double
    var cutEnergy: Double
  }

  /// More than the reach of the very high quality filter to each side, in frames of the lower rate.
  static let reachFrames = 1024

  let ratio: RateRatio
  /// The name for errors.
  let source: String

  /// - Errors: `unsupported` when libsoxr refuses; `malformed` when a tap leaves `Float`'s range.
  func resample(_ taps: [Double]) throws(SoundFileError) -> Result {
    let (all, span) = try resampleWhole(taps)
    let energy = all.reduce(0) { $0 + $1 * $1 }
    let kept = all[span].reduce(0) { $0 + $1 * $1 }
    return Result(taps: Array(all[span]), keptEnergy: kept, cutEnergy: max(0, energy - kept))
  }

  /// The taps with all that rings before the first and behind the last of them.
  ///
  /// - Returns: and where the time of the taps themselves lies.
  /// - Errors: as ``resample(_:)``.
  func resampleWhole(_ taps: [Double]) throws(SoundFileError) -> (all: [Double], span: Range<Int>) {
    // Silence in front, whole frames at both rates long, makes room for what rings there and leaves
    // the taps where they are in time.
    let reach = Self.reachFrames * max(1, (ratio.from + ratio.to - 1) / ratio.to)
    let lead = (reach + ratio.commonFrames - 1) / ratio.commonFrames * ratio.commonFrames
    // Nothing has to fit behind the taps, and with rates that have no common divisor the silence in
    // front is a second long.
    let input =
      [Double](repeating: 0, count: lead) + taps + [Double](repeating: 0, count: reach)
    let all = try converted(input).map { $0 * ratio.tapScale }
    guard all.allSatisfy({ Float($0).isFinite }) else {
      throw SoundFileError(
        kind: .malformed, path: source,
        message: "has taps too large to be resampled; lower its level first")
    }
    let start = ratio.frames(for: lead)
    return (all, start..<start + ratio.frames(for: taps.count))
  }

  private func converted(_ input: [Double]) throws(SoundFileError) -> [Double] {
    var output = [Double](repeating: 0, count: ratio.frames(for: input.count))
    var kinds = soxr_io_spec(SOXR_FLOAT64_I, SOXR_FLOAT64_I)
    var quality = soxr_quality_spec(UInt(SOXR_VHQ), UInt(SOXR_LINEAR_PHASE))
    var taken = 0
    var given = 0
    let refusal = soxr_oneshot(
      Double(ratio.from), Double(ratio.to), 1, input, input.count, &taken,
      &output, output.count, &given, &kinds, &quality, nil)
    // The last frame may be missing when the length is no whole number; it lies in the silence.
    guard let refusal else { return output }
    throw SoundFileError(
      kind: .unsupported, path: source,
      message: "could not be resampled from \(ratio.from) Hz to \(ratio.to) Hz "
        + "(\(String(cString: refusal))); supply it at \(ratio.to) Hz")
  }
}
