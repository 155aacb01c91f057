internal import ArgumentParser
internal import Control
internal import SignalProcessing

/// `convolve ctl volume -12`
struct CtlVolume: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "volume", abstract: "Print the volume, or set it.",
    discussion: "The volume survives restarts, and moves along a ramp.")
  @OptionGroup var options: CtlOptions
  @Option(
    parsing: .unconditional,
    help: .init("Make it louder or softer, such as +1 or -1.", valueName: "dB"),
    transform: Level.init(typed:))
  var by: Level?
  // Else a level below 0 would be taken for an option.
  @Argument(
    parsing: .allUnrecognized,
    help: .init("The new volume, -120 to 0.", valueName: "dB"))
  var level: [String] = []

  func validate() throws { _ = try change }

  func run() throws { try options.ask(.volume(change), text: CtlText.volume) }

  private var change: ControlCommand.VolumeChange? {
    get throws {
      if let by {
        guard level.isEmpty else {
          throw ValidationError("A volume and --by were given; give one of them.")
        }
        return .by(try checked(by, "--by", ControlCommand.volumeSteps))
      }
      guard !level.isEmpty else { return nil }
      let text = level.joined(separator: " ")
      if text.hasPrefix("--") { throw ValidationError("Unknown option '\(text)'") }
      return .to(try checked(try Level(typed: text), "The volume", ControlCommand.volumes))
    }
  }

  private func checked(
    _ level: Level, _ name: String, _ range: ClosedRange<Double>
  ) throws -> Double {
    guard range.contains(level.decibels) else {
      throw ValidationError(
        "\(name) is \(Decibels(level.decibels)); allowed are \(Int(range.lowerBound)) to "
          + "\(Int(range.upperBound)) dB.")
    }
    return level.decibels
  }
}

/// How a switch is typed.
enum CtlSwitch: String, ExpressibleByArgument, CaseIterable {
  case on, off, toggle

  var switching: ControlCommand.Switching {
    switch self {
    case .on: .on
    case .off: .off
    case .toggle: .toggle
    }
  }
}

/// `convolve ctl mute on`
struct CtlMute: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mute", abstract: "Silence the outputs, or have them heard again.",
    discussion: "off also releases outputs that the daemon has muted for safety.")
  @OptionGroup var options: CtlOptions
  @Argument(help: "on, off or toggle.") var to: CtlSwitch

  func run() throws { try options.ask(.mute(to.switching), text: CtlText.volume) }
}

/// `convolve ctl bypass toggle`
struct CtlBypass: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bypass", abstract: "Have the inputs heard in place of the chain, or not.",
    discussion: "ab compares both at the same loudness.")
  @OptionGroup var options: CtlOptions
  @Argument(help: "on, off or toggle.") var to: CtlSwitch

  func run() throws { try options.ask(.bypass(to.switching), text: CtlText.path) }
}
