internal import ArgumentParser
internal import Batch
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
      fade in, fade out, normalise, gain, split. Cuts and levels are the same for all channels.
      """)

  @Argument(help: .init("The impulse response, or several to be joined.", valueName: "file"))
  var inputs: [String]
  @Option(
    name: [.short, .long],
    help: .init(
      "The file to write; its extension chooses the format, text and raw included.",
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
  @Flag(help: "Say nothing but what went wrong.") var quiet = false

  func validate() throws {
    if inputs.isEmpty { throw ValidationError("Name an impulse response to convert.") }
  }

  func run() throws {
    let result = try unwrap { () throws(CommandFailure) in try convert() }
    if let interruption = Interruption.pending() { throw interruption }
    try unwrap { () throws(CommandFailure) in try ResponseWriter.commit(result.writers) }
    for warning in result.warnings { Console.say(warning) }
    if !quiet { for line in result.account { Console.say(line) } }
  }

  /// What will be written, and what there is to say about it.
  private struct Result {
    let writers: [ResponseWriter]
    let account: [String]
    let warnings: [String]
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
      writers: writers, account: unasked + joining + conversion.account + writers.map(\.summary),
      warnings: joined.notes + conversion.warnings + writers.compactMap(\.warning))
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
