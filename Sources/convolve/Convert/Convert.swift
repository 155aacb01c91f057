internal import ArgumentParser
internal import Batch
internal import Glibc
internal import JSON
internal import Session
internal import SoundFiles

/// `convolve convert L.wav R.wav --trim-start -60 --resample 48000 --minimum-phase -o cab.wav`
struct Convert: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Trim, resample, join and rewrite impulse responses.",
    discussion: """
      Reads sound files, text (.txt, .csv: a frame a line) and raw samples, and writes what the \
      output's name says. Whatever the order of the options, what is asked for is done in this one: \
      join, pick channels, reverse, trim start, trim end, resample, minimum phase, delay, length, \
      fade in, fade out, normalise, gain, split. Cuts and levels are the same for all channels. The \
      files of --split appear together or not at all.

      With --json, one object on one line of standard output. Its keys: \(jsonKeys)
      """)

  @Argument(
    help: .init(
      "The impulse response, or several to be joined; - for standard input.", valueName: "file"))
  var inputs: [String]
  @Option(
    name: [.short, .long],
    help: .init(
      """
      The file to write; its extension chooses the format, text and raw included. - for standard \
      output, a WAV file.
      """,
      valueName: "file"))
  var output: String
  @Option(
    help: .init(
      """
      What the channels of several inputs are together, in their order: channels, a channel each; \
      true-stereo, LL LR RL RR; matrix:2x4, first input to all outputs, then the second. channels if \
      not given.
      """, valueName: "kind"),
    transform: Assembly.init(typed:))
  var join: Assembly?
  @Option(
    help: .init("Keep these, in this order, from 1: 2,1.", valueName: "numbers"),
    transform: ChannelNumbers.init(argument:))
  var channels: ChannelNumbers?
  @OptionGroup var edit: EditOptions
  @Flag(help: "Write a file for each channel: -1, -2 before the extension.") var split = false
  @OptionGroup(title: "Raw samples and text") var reading: ResponseInput
  @Option(help: "How samples are stored; float32 if not given, int24 in FLAC.")
  var encoding: SoundEncoding.Sample?
  @Flag(help: "Replace the output if it exists.") var force = false
  @Flag(help: "Print for programs: one JSON object.") var json = false
  @Flag(help: "Say nothing but what went wrong.") var quiet = false

  func validate() throws {
    if inputs.isEmpty { throw ValidationError("Name an impulse response to convert.") }
    if inputs.count(where: { $0 == standardStreamPath }) > 1 {
      throw ValidationError("- is standard input, which can be read once; give it once.")
    }
    if output == standardStreamPath && (json || split) {
      throw ValidationError(
        json
          ? "-o - and --json both use standard output; give one of them."
          : "--split writes several files and -o - is one stream; name a file.")
    }
  }

  func run() throws {
    // Who stops listening ends the program without a word.
    if output == standardStreamPath { signal(SIGPIPE, SIG_DFL) }
    do throws(CommandFailure) {
      let result = try convert()
      if let interruption = Interruption.pending() { Self.exit(withError: interruption) }
      try ResponseWriter.commit(result.writers)
      report(result)
    } catch {
      if json { print(failed(error)) }
      throw failure(error.description, error.status)
    }
  }

  private func report(_ result: Result) {
    for warning in result.allWarnings { Console.say(warning) }
    if json { return print(done(result)) }
    if !quiet { for line in result.account { Console.say(line) } }
  }

  // MARK: For programs

  private static let jsonKeys = """
    v (1), ok, inputs; when not ok: status (what it exits with) and error. outputs: for each \
    \(ResponseWriter.jsonKeys). lead_frames (of them before the time of the first tap, by --ringing \
    keep), notes, warnings.
    """

  private func head(isGood: Bool) -> [JSONValue.Member] {
    [
      .init("v", 1), .init("ok", .bool(isGood)),
      .init("inputs", .array(inputs.map { .string($0) })),
    ]
  }

  private func done(_ result: Result) -> JSONValue {
    .object(
      head(isGood: true) + [
        .init("outputs", .array(result.writers.map(\.json))),
        .init("lead_frames", .integer(result.leadFrames)),
        .init("notes", .array(result.account.map { .string($0) })),
        .init("warnings", .array(result.allWarnings.map { .string($0) })),
      ])
  }

  private func failed(_ failure: CommandFailure) -> JSONValue {
    .object(
      head(isGood: false) + [
        .init("status", .integer(Int(failure.status.rawValue))),
        .init("error", .string(failure.description)),
      ])
  }

  // MARK: Conversion

  /// What will be written, and what there is to say about it.
  private struct Result {
    let writers: [ResponseWriter]
    let leadFrames: Int
    let account: [String]
    let warnings: [String]

    /// With those of samples, once they are written.
    var allWarnings: [String] { warnings + writers.compactMap(\.warning) }
  }

  private func convert() throws(CommandFailure) -> Result {
    // What the name cannot hold is said before anything is read.
    let format = try ResponseFormat(output: output, asked: encoding)
    var parts: [ImpulseResponse] = []
    var identities: [FileIdentity] = []
    for input in inputs {
      let (impulse, identity) = try reading.load(input)
      parts.append(impulse)
      if let identity { identities.append(identity) }
    }
    let (joined, joining) = try (join ?? .channels).join(parts)
    var conversion = Conversion(try channels?.pick(from: joined) ?? joined)
    try conversion.run(edit)
    Interruption.hold()
    var writers: [ResponseWriter] = []
    for (path, impulse) in outputs(of: conversion.impulse) {
      writers.append(
        try ResponseWriter(
          impulse, to: path, format: format, replacing: force ? .existing : .never,
          inputs: identities))
    }
    let unasked =
      join == nil && parts.count > 1 ? ["several inputs without --join are channels"] : []
    return Result(
      writers: writers, leadFrames: conversion.leadFrames,
      account: unasked + joining + conversion.account + writers.map(\.summary),
      warnings: joined.notes + conversion.warnings)
  }

  /// One for all channels, or one each.
  private func outputs(of impulse: ImpulseResponse) -> [(path: String, impulse: ImpulseResponse)] {
    guard split else { return [(output, impulse)] }
    return impulse.channels.enumerated().map { channel, taps in
      (
        numbered(channel + 1),
        ImpulseResponse(
          source: impulse.source, sampleRate: impulse.sampleRate, channels: [taps])
      )
    }
  }

  /// The output's name with a number before its extension.
  private func numbered(_ number: Int) -> String {
    guard let dot = output.lastIndex(of: ".") else { return "\(output)-\(number)" }
    return "\(output[..<dot])-\(number)\(output[dot...])"
  }
}
