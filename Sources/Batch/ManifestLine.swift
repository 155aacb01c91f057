public import JSON

/// What was done to one file of many: a line of a manifest.
///
/// Programs rely on the keys: new ones may come, but none is renamed, and none changes its meaning.
public struct ManifestLine: Equatable, Sendable {
  /// In the whole list, from 0.
  public var place: Int
  /// The sound file.
  public var input: String
  /// The file that is written.
  public var output: String
  /// The impulse response's file, or the chain's.
  public var response: String
  /// Of the impulse response; `nil` for all.
  public var responseChannels: ChannelNumbers?
  /// Of the choices.
  public var seed: UInt64
  /// Whether only the early part of the impulse response is used.
  public var isEarly: Bool
  /// The noise that is added, if any.
  public var noise: Noise?
  /// What was asked for of every file that shapes its sound: each option with its value, or `true`.
  public var options: [JSONValue.Member]
  /// What became of it.
  public var ending: Ending

  /// Noise that is added.
  public struct Noise: Equatable, Sendable {
    /// Its file, or `white`.
    public var source: String
    /// Level of the result over the noise.
    public var snrDecibels: Double

    /// - Parameter source: the noise's file, or `white`.
    public init(source: String, snrDecibels: Double) {
      self.source = source
      self.snrDecibels = snrDecibels
    }
  }

  /// What became of it.
  public enum Ending: Equatable, Sendable {
    case done(Done)
    /// With what the program would have ended for this file alone.
    case failed(status: Int, error: String)
  }

  /// The figures of a file that was written.
  public struct Done: Equatable, Sendable {
    /// Of the input and the output.
    public var sampleRate = 0
    /// Of the output.
    public var channelCount = 0
    /// Frames that were read.
    public var framesIn = 0
    /// Frames that were written.
    public var framesOut = 0
    /// What the result was turned up by for its level.
    public var gainDecibels = 0.0
    /// Frames cut in front.
    public var shiftFrames = 0
    /// Samples beyond full scale, stored as full scale.
    public var clippedSamples = 0
    /// Where the noise begins in its file; `nil` without one.
    public var noiseOffsetFrames: Int?
    /// The output's length.
    public var byteCount = 0
    /// The input's length.
    public var inputByteCount = 0
    /// What was read apart from the input, no name twice.
    public var applied: [AppliedFile] = []

    /// No figures yet.
    public init() {}
  }

  /// All that was chosen for a file, and what became of it.
  public init(
    place: Int, input: String, output: String, response: String,
    responseChannels: ChannelNumbers? = nil, seed: UInt64, isEarly: Bool, noise: Noise?,
    options: [JSONValue.Member] = [], ending: Ending
  ) {
    self.place = place
    self.input = input
    self.output = output
    self.response = response
    self.responseChannels = responseChannels
    self.seed = seed
    self.isEarly = isEarly
    self.noise = noise
    self.options = options
    self.ending = ending
  }

  /// The keys, for help texts.
  public static let keys = """
    v (1), place (in the whole list, from 0), ok, in, out, ir, ir_channels (null for \
    all), seed, early, noise (null, white or the file), snr_db, options (those that shape the sound of \
    every file and are not at their defaults); when not ok: status (what a render of this file alone exits with) and error; else \
    sample_rate, channels, frames_in, frames_out, gain_db, shift_frames, clipped_samples, \
    noise_offset (null, or the frame of the noise that comes first), bytes (the output's length), \
    bytes_in (the input's), applied (an object for each file that was read apart from the input, by its \
    name: bytes and crc32 of what it held).
    """

  /// The line as an object of JSON, with the keys of ``keys``.
  public var json: JSONValue { .object(choices + ending.members) }

  /// How the line of a file that was written begins: with all that was chosen for it.
  public var beginning: String { String(JSONValue.object(choices).description.dropLast()) + "," }

  /// What was chosen and asked for.
  var choices: [JSONValue.Member] {
    [
      .init("v", 1), .init("place", .integer(place)), .init("ok", .bool(done != nil)),
      .init("in", .string(input)), .init("out", .string(output)), .init("ir", .string(response)),
      .init(
        "ir_channels",
        responseChannels.map { .array($0.numbers.map { .integer($0) }) } ?? .null),
      // JSON readers keep 53 bits of a number.
      .init("seed", seed < 1 << 53 ? .integer(Int(seed)) : .string(String(seed))),
      .init("early", .bool(isEarly)), .init("noise", noise.map { .string($0.source) } ?? .null),
      .init("snr_db", noise.map { .rounded($0.snrDecibels, decimals: 6) } ?? .null),
      .init("options", .object(options)),
    ]
  }

  /// The figures, when the file was written.
  public var done: Done? {
    if case .done(let done) = ending { done } else { nil }
  }
}

extension ManifestLine.Ending {
  fileprivate var members: [JSONValue.Member] {
    switch self {
    case .failed(let status, let error):
      return [.init("status", .integer(status)), .init("error", .string(error))]
    case .done(let done):
      return [
        .init("sample_rate", .integer(done.sampleRate)),
        .init("channels", .integer(done.channelCount)),
        .init("frames_in", .integer(done.framesIn)),
        .init("frames_out", .integer(done.framesOut)),
        .init("gain_db", .rounded(done.gainDecibels, decimals: 6)),
        .init("shift_frames", .integer(done.shiftFrames)),
        .init("clipped_samples", .integer(done.clippedSamples)),
        .init("noise_offset", done.noiseOffsetFrames.map { .integer($0) } ?? .null),
        .init("bytes", .integer(done.byteCount)),
        .init("bytes_in", .integer(done.inputByteCount)),
        .init("applied", .object(done.applied.map(\.member))),
      ]
    }
  }
}
