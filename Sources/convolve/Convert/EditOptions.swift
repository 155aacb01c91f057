public import ArgumentParser
public import FilterDesign
extension ResponseLevel: ExpressibleByArgument {}

/// What is done to the taps, in the order in which it is done.
struct EditOptions: ParsableArguments {
  @Flag(help: "Turn the taps around in time.") var reverse = false
  @Option(
    parsing: .unconditional,
    help: .init(
      "Drop the beginning as far as it is below a level against the largest tap: -60.",
      valueName: "dB"),
    transform: Level.init(typed:))
  var trimStart: Level?
  @Option(
    parsing: .unconditional,
    help: .init("Drop the end as far as it is below that level.", valueName: "dB"),
    transform: Level.init(typed:))
  var trimEnd: Level?
  @Option(
    parsing: .unconditional,
    help: .init(
      """
      Convert to another rate. Taps are scaled by the ratio of the rates, so that the filter's gain \
      stays.
      """, valueName: "Hz"),
    transform: sampleRate(typed:))
  var resample: Int?
  @Option(
    help: """
      What the filter of --resample rings before the first tap and behind the last. cut: time and \
      length stay, and what was lost is said; keep: nothing is lost, and the response begins earlier. \
      cut if not given.
      """)
  var ringing: Ringing?
  @Flag(
    help: """
      Give each channel the least delay that its magnitude allows. How channels lie in time against \
      each other is lost.
      """)
  var minimumPhase = false
  @Option(
    parsing: .unconditional,
    help: .init("Put silence in front: 20ms, 0.02s or 960samples.", valueName: "time"),
    transform: Time.init(typed:))
  var delay: Time?
  @Option(
    parsing: .unconditional,
    help: .init("Cut the end off, or put silence behind it.", valueName: "time"),
    transform: Time.init(typed:))
  var length: Time?
  @Option(
    parsing: .unconditional, help: .init("Let the beginning rise from silence.", valueName: "time"),
    transform: Time.init(typed:))
  var fadeIn: Time?
  @Option(
    parsing: .unconditional, help: .init("Let the end fall into silence.", valueName: "time"),
    transform: Time.init(typed:))
  var fadeOut: Time?
  @Option(
    help: """
      Scale all channels alike: peak, the largest tap becomes 1; energy, white noise keeps its level \
      through the channel that has most; l1, no sound comes above its own peak in any channel.
      """)
  var normalize: ResponseLevel?
  @Option(
    parsing: .unconditional, help: .init("Then change the level.", valueName: "dB"),
    transform: Level.init(typed:))
  var gain: Level?

  enum Ringing: String, ExpressibleByArgument, CaseIterable { case cut, keep }

  func validate() throws {
    if ringing != nil && resample == nil {
      throw ValidationError("--ringing is about what --resample does; add --resample.")
    }
    for (name, level) in [("--trim-start", trimStart), ("--trim-end", trimEnd)] {
      guard let level else { continue }
      guard (-300...0).contains(level.decibels) else {
        throw ValidationError(
          "\(name) is a level against the largest tap, -300 to 0 dB, such as -60.")
      }
    }
    if let gain, gain.decibels < -300 {
      throw ValidationError("--gain is -300 to 60 dB; less would leave nothing.")
    }
  }
}
