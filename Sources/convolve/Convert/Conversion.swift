internal import FilterDesign
internal import Glibc
internal import Session
internal import SignalProcessing
internal import SoundFiles

/// An impulse response while it is converted, and what there is to say about each step.
struct Conversion {
  let source: String
  var sampleRate: Int
  var edit: ResponseEdit
  /// Frames before the time of the first tap, as the filter of a resampling rings there.
  var leadFrames = 0
  /// A sentence for each step that did something.
  var account: [String] = []
  /// What a user may not want, said in any case.
  var warnings: [String] = []

  init(_ impulse: ImpulseResponse) {
    source = impulse.source
    sampleRate = impulse.sampleRate
    edit = ResponseEdit(impulse.channels)
  }

  /// The response as it is now.
  var impulse: ImpulseResponse {
    ImpulseResponse(source: source, sampleRate: sampleRate, channels: edit.channels)
  }

  /// Takes all steps, in this order whatever the order of the options.
  mutating func run(_ options: EditOptions) throws(CommandFailure) {
    if options.reverse {
      edit.reverse()
      account.append("turned around")
    }
    if let level = options.trimStart { trimStart(below: level) }
    if let level = options.trimEnd { trimEnd(below: level) }
    let ringing = options.ringing ?? .cut
    if options.minimumPhase {
      try makeMinimumPhase(resampling: options.resample, ringing)
    } else if let rate = options.resample {
      try resample(to: rate, ringing)
    }
    if let time = options.delay {
      let frames = try frames(of: time, "--delay")
      edit.delay(frames: frames)
      account.append("delayed by \(shown(frames))")
    }
    if let time = options.length { try resize(to: time) }
    try fade(in: options.fadeIn, out: options.fadeOut)
    if let level = options.normalize { try normalize(level) }
    if let gain = options.gain {
      edit.scale(by: Decibels(gain.decibels).amplitude)
      account.append("gain \(Decibels(gain.decibels).text(decimals: 2))")
    }
    try demandFinite()
  }

  private mutating func trimStart(below level: Level) {
    let dropped = edit.trimStart(below: level.decibels)
    account.append(
      dropped == 0
        ? "nothing to trim at the start: its first tap is above \(level.text) of the peak"
        : "trimmed \(shown(dropped)) from the start, all below \(level.text) of the peak")
  }

  private mutating func trimEnd(below level: Level) {
    let dropped = edit.trimEnd(below: level.decibels)
    account.append(
      dropped == 0
        ? "nothing to trim at the end: its last tap is above \(level.text) of the peak"
        : "trimmed \(shown(dropped)) from the end, all below \(level.text) of the peak")
  }

  /// - Parameter silence: frames in front that were not there before.
  mutating func makeMinimumPhase(behind silence: Int) throws(CommandFailure) {
    let limit = MinimumPhaseConversion.largestTapCount
    guard edit.frameCount <= limit else {
      throw CommandFailure(
        "\(source): has \(edit.frameCount) frames; --minimum-phase takes \(limit) at most, so trim "
          + "it with --trim-end", .badSound)
    }
    let before = impulse.measures().channels.map { max(0, $0.peakFrame - silence) }
    let conversions = edit.channels.map { MinimumPhaseConversion($0) }
    edit = ResponseEdit(conversions.map(\.taps))
    let after = impulse.measures().channels.map(\.peakFrame)
    let moves = zip(before, after).enumerated().map { channel, move in
      "channel \(channel + 1) from frame \(move.0) to \(move.1)"
    }
    let deviation = conversions.map(\.deviationDecibels).max() ?? 0
    let bound = (deviation * 1000).rounded(.up) / 1000
    account.append(
      "minimum phase: peak of \(moves.joined(separator: ", ")); magnitude within "
        + "\(bound.text(decimals: 3)) dB down to -\(Int(MinimumPhaseConversion.comparedDecibels)) dB"
    )
    if deviation > 0.5 {
      warnings.append(
        "\(source): minimum phase bends the magnitude by up to \(bound.text(decimals: 1)) dB, "
          + "because it is long and its notches are deep; trim it with --trim-end")
    }
  }

  private mutating func resize(to time: Time) throws(CommandFailure) {
    let frames = try frames(of: time, "--length")
    guard frames > 0 else {
      throw CommandFailure("--length \(time.text) is no frame at \(sampleRate) Hz", .usage)
    }
    let before = edit.frameCount
    let lost = edit.resize(toFrames: frames)
    if frames >= before {
      account.append("\(shown(frames - before)) of silence behind it")
    } else {
      let level = Decibels(power: lost).text(decimals: 1)
      account.append("cut \(shown(before - frames)) off the end, \(level) of the energy")
    }
  }

  private mutating func fade(in rise: Time?, out fall: Time?) throws(CommandFailure) {
    if let rise {
      let frames = try fading(rise, "--fade-in")
      edit.fadeIn(frames: frames)
      account.append("faded in over \(shown(frames))")
    }
    if let fall {
      let frames = try fading(fall, "--fade-out")
      edit.fadeOut(frames: frames)
      account.append("faded out over \(shown(frames))")
    }
  }

  private func fading(_ time: Time, _ option: String) throws(CommandFailure) -> Int {
    let frames = try frames(of: time, option)
    guard frames <= edit.frameCount else {
      throw CommandFailure(
        "\(source): \(option) \(time.text) is \(frames) frames and there are \(edit.frameCount)",
        .usage)
    }
    return frames
  }

  private mutating func normalize(_ level: ResponseLevel) throws(CommandFailure) {
    guard let factor = edit.normalize(level) else {
      throw CommandFailure(
        "\(source): nothing is left to normalise; keep more of it", .badSound)
    }
    let gain = Decibels(amplitude: factor).text(decimals: 2)
    account.append("normalised by \(level.rawValue): gain \(gain)")
  }

  private func demandFinite() throws(CommandFailure) {
    guard edit.channels.allSatisfy({ $0.allSatisfy { Float($0).isFinite } }) else {
      throw CommandFailure(
        "\(source): its taps leave the range of floating point; lower the level", .badSound)
    }
    guard edit.peak > 0 else {
      throw CommandFailure(
        "\(source): only silence would be left, which is no impulse response; keep more of it",
        .badSound)
    }
  }

  private func frames(of time: Time, _ option: String) throws(CommandFailure) -> Int {
    guard let frames = time.frames(at: sampleRate) else {
      throw CommandFailure("\(option) \(time.text): ten minutes are the most", .usage)
    }
    return frames
  }

  func shown(_ frames: Int) -> String {
    let milliseconds = 1000 * Double(frames) / Double(sampleRate)
    return "\(counted(frames, "frame")) (\(milliseconds.text(decimals: 2)) ms)"
  }
}

extension Level {
  /// In a sentence.
  fileprivate var text: String { Decibels(decibels).text(decimals: 1) }
}
