internal import Acoustics
internal import ArgumentParser
internal import Drawing
internal import Glibc
internal import JSON
internal import Session
internal import SignalProcessing
internal import SoundFiles

/// `convolve spectrogram FILE -o PICTURE`
struct SpectrogramCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "spectrogram",
    abstract: "Draw which frequencies a sound has from moment to moment.",
    discussion: """
      Levels are in dB of a sine of full scale. Windows are Hann's, around each moment; where a \
      picture has fewer columns or rows than the spectrogram, they show means of dB.

      With --json, one object on one line of standard output. Its keys: \(jsonKeys)
      """)

  @Argument(help: .init("The sound file; - for standard input.", valueName: "file"))
  var file: String
  @Option(
    name: [.short, .long],
    help: .init(
      """
      The picture to write: .svg, or .png, which needs rsvg-convert. - for standard output, as \
      --format says.
      """, valueName: "file")
  )
  var output: String
  @Option(help: "The format on standard output; svg if not given.") var format: PictureFile?
  @Option(help: .init("This channel alone, from 1; all if not given.", valueName: "number"))
  var channel: Int?
  @OptionGroup var options: SpectrogramOptions
  @Option(help: "Frequencies by octaves or by their distance.") var scale = FrequencyScale.log
  @Option(help: .init("How far down levels are shown, 10 to 200.", valueName: "dB"))
  var depth = 100.0
  @Flag(help: "Replace the picture if it exists.") var force = false
  @Flag(help: "Print for programs: one JSON object.") var json = false

  func validate() throws {
    if output == standardStreamPath {
      if json {
        throw ValidationError("-o - and --json both use standard output; give one of them.")
      }
    } else {
      guard let named = PictureFile(path: output) else {
        throw ValidationError("\(output): a picture is a file .svg, or .png.")
      }
      if let format, format != named {
        throw ValidationError(
          "\(output): is a name for \(named.rawValue) and --format is \(format.rawValue); leave one out."
        )
      }
    }
    guard (10...200).contains(depth) else {
      throw ValidationError("--depth is \(depth); allowed are 10 to 200 dB.")
    }
  }

  func run() throws {
    // Who stops listening ends the program without a word.
    if output == standardStreamPath { signal(SIGPIPE, SIG_DFL) }
    do throws(CommandFailure) {
      let sound = try known { () throws(SoundFileError) in try WholeSound(path: file) }
      for note in sound.notes { Console.say(note) }
      let shown = try shownChannels(of: sound)
      let chart = try chart(sound, shown)
      try picture.write(
        chart.scalableVector(), to: output, inputs: [file], replacing: force ? .existing : .never)
      if let interruption = Interruption.pending() { Self.exit(withError: interruption) }
      if json { print(try done(sound, shown)) }
    } catch {
      if json { print(failed(error)) }
      throw failure(error.description, error.status)
    }
  }

  private var picture: PictureFile { format ?? PictureFile(path: output) ?? .svg }

  /// The file's name in messages.
  private var place: String { file == standardStreamPath ? "standard input" : file }

  /// From 0.
  private func shownChannels(of sound: WholeSound) throws(CommandFailure) -> [Int] {
    guard !sound.channels[0].isEmpty else {
      throw CommandFailure(
        "\(place): holds no frames, so there is nothing to draw", .badSound)
    }
    let shown = channel.map { [$0 - 1] } ?? Array(sound.channels.indices)
    guard shown.allSatisfy(sound.channels.indices.contains) else {
      throw CommandFailure(
        "\(place): has \(counted(sound.channels.count, "channel")); --channel is \(channel ?? 0)",
        .usage)
    }
    return shown
  }

  private var panel: SpectrogramPanel {
    SpectrogramPanel(
      options: options, scale: scale, reference: .fullScale, depth: depth, size: (680, 280))
  }

  private func chart(_ sound: WholeSound, _ shown: [Int]) throws(CommandFailure) -> Chart {
    var panels: [Panel] = []
    for index in shown {
      panels.append(
        try panel.panel(
          sound.channels[index], sampleRate: sound.sampleRate, title: "Channel \(index + 1)"))
    }
    let seconds = Double(sound.channels[0].count) / Double(sound.sampleRate)
    return Chart(
      title: place, subtitle: "\(sound.sampleRate) Hz · \(seconds.text(decimals: 2)) s",
      panels: panels, layout: .stack)
  }

  // MARK: For programs

  private static let jsonKeys = """
    v (1), ok, input, output; when not ok: status (what it exits with) and error. format, sample_rate, \
    frames, channels (those drawn, from 1), window_frames, hop_frames, notes.
    """

  private func head(isGood: Bool) -> [JSONValue.Member] {
    [
      .init("v", 1), .init("ok", .bool(isGood)), .init("input", .string(file)),
      .init("output", .string(output)),
    ]
  }

  private func done(_ sound: WholeSound, _ shown: [Int]) throws(CommandFailure) -> JSONValue {
    let plan = try panel.plan(frames: sound.channels[0].count, sampleRate: sound.sampleRate, place)
    return .object(
      head(isGood: true) + [
        .init("format", .string(picture.rawValue)),
        .init("sample_rate", .integer(sound.sampleRate)),
        .init("frames", .integer(sound.channels[0].count)),
        .init("channels", .array(shown.map { .integer($0 + 1) })),
        .init("window_frames", .integer(plan.windowFrames)),
        .init("hop_frames", .integer(plan.hopFrames)),
        .init("notes", .array(sound.notes.map { .string($0) })),
      ])
  }

  private func failed(_ failure: CommandFailure) -> JSONValue {
    .object(
      head(isGood: false) + [
        .init("status", .integer(Int(failure.status.rawValue))),
        .init("error", .string(failure.description)),
      ])
  }
}
