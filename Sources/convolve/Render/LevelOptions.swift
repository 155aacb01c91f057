internal import ArgumentParser
internal import Rendering

/// How loud the convolved and the untouched sound are, how far apart, and how loud both become.
struct LevelOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: .init("Level of the convolved sound; 0 if not given.", valueName: "dB"),
    transform: Level.init(typed:))
  var wet = Level.unity
  @Option(
    parsing: .unconditional,
    help: .init("Level of the untouched sound; left out if not given.", valueName: "dB"),
    transform: Level.init(typed:))
  var dry: Level?
  @Flag(help: "Leave the untouched sound out, as without --dry.") var wetOnly = false
  @Option(
    parsing: .unconditional,
    help: .init(
      "Delay of the convolved sound: 20ms, 0.02s or 960samples; a bare number is milliseconds.",
      valueName: "time"),
    transform: Time.init(typed:))
  var predelay: Time?
  @Option(
    help: .init(
      """
      Turn the result up or down, all channels alike. peak=dB: its largest sample, -0.1 if not \
      given; energy: that of the input, per channel; lufs=LUFS: its loudness by EBU R 128, -23 if \
      not given; none.
      """, valueName: "goal"),
    transform: Normalization.init(typed:))
  var normalize: Normalization?
  @Option(help: "match: as loud as the input, the same as --normalize energy.")
  var level: LevelChoice?
  @Option(
    parsing: .unconditional,
    help: .init(
      "Turn the result down, if need be, until no sample exceeds this level of full scale.",
      valueName: "dB"),
    transform: Level.init(typed:))
  var peak: Level?

  enum LevelChoice: String, ExpressibleByArgument, CaseIterable { case match }

  func validate() throws {
    if wetOnly && dry != nil {
      throw ValidationError("--wet-only leaves out what --dry asks for; give one of them.")
    }
    if level == .match, let normalize, normalize.measure != .energy {
      throw ValidationError(
        "--level match is --normalize energy and \"\(normalize.text)\" is asked for; give one.")
    }
    if let peak, !peak.decibels.isFinite || peak.decibels > 0 {
      throw ValidationError("--peak is \(peak.decibels); allowed is up to 0 dB of full scale.")
    }
  }

  /// What the level was asked for with.
  var goalText: String {
    if level == .match { return "--level match" }
    if let normalize, normalize.measure != .none { return "--normalize \(normalize.text)" }
    return "--peak"
  }

  /// How loud the result is to be.
  var goal: LevelGoal {
    LevelGoal(
      level == .match ? .energy : normalize?.measure ?? .none, ceilingDecibels: peak?.decibels)
  }
}

/// What a result is normalised by, as it is typed: `peak=-3`, `energy`, `lufs=-23`, `none`.
struct Normalization {
  /// As it was typed.
  let text: String
  let measure: LevelGoal.Measure

  /// - Throws: `ValidationError` with what is allowed.
  init(typed text: String) throws {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let level = parts.count == 2 ? try? Level(typed: String(parts[1])).decibels : nil
    self.text = text
    switch (parts[0], parts.count, level) {
    case ("none", 1, _): measure = .none
    case ("energy", 1, _): measure = .energy
    case ("peak", 1, _): measure = .peak(-0.1)
    case ("lufs", 1, _): measure = .loudness(-23)
    case ("peak", 2, let level?) where level <= 0 && level.isFinite: measure = .peak(level)
    case ("lufs", 2, let level?) where level <= 0 && level.isFinite: measure = .loudness(level)
    default:
      throw ValidationError(
        "a goal is none, peak, peak=-3, energy, lufs or lufs=-23, with levels up to 0")
    }
  }
}
