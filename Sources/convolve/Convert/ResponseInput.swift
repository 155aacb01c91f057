public import ArgumentParser
internal import Session
public import SoundFiles

extension RawTaps.Format: ExpressibleByArgument {}

/// What cannot be told from a file of numbers alone.
struct ResponseInput: ParsableArguments {
  @Option(
    help: """
      How samples are stored in inputs named .raw, .pcm or .bin, and in standard input where it has no \
      header; .dbl and .f64 are f64le, and .f32 f32le, if not given.
      """)
  var raw: RawTaps.Format?
  @Option(
    parsing: .unconditional,
    help: .init("Channels of raw inputs; 1 if not given.", valueName: "number"))
  var rawChannels: Int?
  @Option(
    parsing: .unconditional,
    help: .init(
      "Sample rate of raw inputs, and of text that has no line \"# sample rate: 48000\".",
      valueName: "Hz"),
    transform: sampleRate(typed:))
  var rate: Int?

  func validate() throws {
    if let rawChannels, !(1...256).contains(rawChannels) {
      throw ValidationError("--raw-channels is \(rawChannels); allowed are 1 to 256.")
    }
  }

  /// Reads an impulse response from a sound file, from text (.txt, .csv) or from raw samples.
  func load(_ path: String) throws(CommandFailure) -> (ImpulseResponse, FileIdentity?) {
    switch try ResponseFormat(input: path, raw: raw) {
    case .text: return try text(path)
    case .raw(let format): return try raw(path, format)
    case .sound, nil:
      let impulse = try known { () throws(SoundFileError) in
        try ImpulseResponse.load(path: path, limits: ImpulseLimits(seconds: 600))
      }
      guard rate == nil || rate == impulse.sampleRate else {
        throw CommandFailure(
          "\(path): has \(impulse.sampleRate) Hz; --rate is for files that do not say theirs, and "
            + "--resample converts", .usage)
      }
      return (impulse, FileIdentity(input: path))
    }
  }

  private func text(_ path: String) throws(CommandFailure) -> (ImpulseResponse, FileIdentity?) {
    let (table, identity) = try known { () throws(SoundFileError) in
      let file = try WholeFile.read(path)
      return (
        try TapTable(text: String(decoding: file.bytes, as: UTF8.self), path: path), file.identity
      )
    }
    return (try impulse(path, table.channels, rate ?? table.sampleRate), identity)
  }

  private func raw(
    _ path: String, _ format: RawTaps.Format
  ) throws(CommandFailure) -> (ImpulseResponse, FileIdentity?) {
    let place = path == standardStreamPath ? "standard input" : path
    let (channels, identity) = try known { () throws(SoundFileError) in
      let file = try WholeFile.read(path)
      let raw = RawTaps(bytes: file.bytes, format: format)
      return (try raw.channels(count: rawChannels ?? 1, path: place), file.identity)
    }
    return (try impulse(place, channels, rate), identity)
  }

  private func impulse(
    _ path: String, _ channels: [[Double]], _ rate: Int?
  ) throws(CommandFailure) -> ImpulseResponse {
    guard let rate else {
      throw CommandFailure("\(path): does not say its sample rate; add --rate 48000", .usage)
    }
    guard ImpulseLimits.default.sampleRates.contains(rate) else {
      throw CommandFailure(
        "\(path): says a sample rate of \(rate) Hz; allowed are 8000 to 768000 Hz", .badSound)
    }
    guard channels.count <= 256 else {
      throw CommandFailure(
        "\(path): has \(channels.count) columns; an impulse response may have 256 channels",
        .badSound)
    }
    guard channels.contains(where: { $0.contains { Float($0) != 0 } }) else {
      throw CommandFailure(
        "\(path): holds only zeros and would silence everything; export it again", .badSound)
    }
    return ImpulseResponse(source: path, sampleRate: rate, channels: channels)
  }
}
