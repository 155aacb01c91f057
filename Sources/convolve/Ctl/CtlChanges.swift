internal import ArgumentParser
internal import Control
internal import Glibc
internal import SignalProcessing

/// What all changes may be told.
struct ChangeOptions: ParsableArguments {
  @Flag(
    help: "Also make a change after which the loudest response is more than 6 dB louder.")
  var allowGain = false

  var rise: ControlRequest.Rise { allowGain ? .any : .limited }
}

/// `convolve ctl reload`
struct CtlReload: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reload", abstract: "Read the configuration again, and wait until it plays.",
    discussion: """
      A configuration with a mistake changes nothing: the mistakes are printed, and the exit status \
      is 78.
      """)
  @OptionGroup var options: CtlOptions
  @OptionGroup var change: ChangeOptions

  func run() throws { try options.ask(.reload, rise: change.rise, text: CtlText.change) }
}

/// `convolve ctl swap reverb plate.flac --fade 50ms`
struct CtlSwap: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "swap", abstract: "Give a stage another impulse response, by a crossfade.")
  @OptionGroup var options: CtlOptions
  @OptionGroup var change: ChangeOptions
  @Argument(help: "The stage's name.") var stage: String
  @Argument(help: "The impulse response.") var file: String
  @Option(
    parsing: .unconditional,
    help: .init("How long the crossfade lasts, 20ms to 50ms.", valueName: "time"),
    transform: Self.milliseconds)
  var fade: Double = 50

  func run() throws {
    let swap = ControlCommand.Swap(
      stage: stage, file: Self.absolute(file), fadeMilliseconds: fade)
    try options.ask(.swap(swap), rise: change.rise, text: CtlText.change)
  }

  private static func milliseconds(_ text: String) throws -> Double {
    let digits = text.hasSuffix("ms") ? text.dropLast(2) : text[...]
    let range = ControlCommand.fades
    guard let value = Double(digits), range.contains(value) else {
      throw ValidationError(
        "a fade is \(Int(range.lowerBound))ms to \(Int(range.upperBound))ms")
    }
    return value
  }

  /// The daemon stands in another folder than we do.
  private static func absolute(_ path: String) -> String {
    guard !path.hasPrefix("/"), let folder = unsafe getcwd(nil, 0) else { return path }
    defer { unsafe free(folder) }
    return "\(unsafe String(cString: folder))/\(path)"
  }
}

/// `convolve ctl set reverb.wet -12 dB`
struct CtlSet: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "set", abstract: "Change a value of the configuration while it plays.",
    discussion: "The file stays as it is: the next reload brings back what it says.")
  @OptionGroup var options: CtlOptions
  @OptionGroup var change: ChangeOptions
  @Argument(help: "A stage's key such as reverb.wet, or one such as audio.period.")
  var path: String
  // Else a level below 0 would be taken for an option.
  @Argument(
    parsing: .allUnrecognized,
    help: .init("The new value as the file would have it, such as -12 dB.", valueName: "value"))
  var value: [String]

  func validate() throws {
    if let word = value.first, word.hasPrefix("--") {
      throw ValidationError("Unknown option '\(word)'")
    }
  }

  func run() throws {
    let command = ControlCommand.set(path: path, value: value.joined(separator: " "))
    try options.ask(command, rise: change.rise, text: CtlText.change)
  }
}
