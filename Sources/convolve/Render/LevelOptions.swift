internal import ArgumentParser

/// How loud the convolved and the untouched sound are, and how far apart.
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
  @Option(
    parsing: .unconditional,
    help: .init(
      "Delay of the convolved sound: 20ms, 0.02s or 960samples; a bare number is milliseconds.",
      valueName: "time"),
    transform: Time.init(typed:))
  var predelay: Time?
}
