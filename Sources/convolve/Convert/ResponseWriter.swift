internal import JSON
internal import Session
internal import SoundFiles

/// An impulse response on its way to a file, all or nothing, or through standard output: what can fail
/// before a file has its name has failed when this exists.
final class ResponseWriter {
  /// The file's name in messages.
  let place: String
  private let impulse: ImpulseResponse
  private let path: String
  private let format: ResponseFormat
  private let content: Content
  private let replacing: SoundFileWriter.Replacing
  private let inputs: [FileIdentity]

  private enum Content {
    case sound(SoundFileWriter)
    case pipe(WavePipeWriter)
    case bytes([UInt8], clippedSampleCount: Int)
  }

  /// - Parameter path: `-` for standard output.
  /// - Parameter inputs: files that must not be written over.
  init(
    _ impulse: ImpulseResponse, to path: String, format: ResponseFormat,
    replacing: SoundFileWriter.Replacing, inputs: [FileIdentity]
  ) throws(CommandFailure) {
    (self.impulse, self.path, self.format) = (impulse, path, format)
    (self.replacing, self.inputs) = (replacing, inputs)
    place = path == standardStreamPath ? StandardOutput.name : path
    content = try known { () throws(SoundFileError) in
      try Self.content(impulse, path, format, replacing, inputs)
    }
  }

  private static func content(
    _ impulse: ImpulseResponse, _ path: String, _ format: ResponseFormat,
    _ replacing: SoundFileWriter.Replacing, _ inputs: [FileIdentity]
  ) throws(SoundFileError) -> Content {
    switch format {
    case .sound(let encoding) where path == standardStreamPath:
      let writer = try WavePipeWriter(
        sampleRate: impulse.sampleRate, channelCount: impulse.channelCount, sample: encoding.sample)
      writer.announce(frameCount: impulse.frameCount)
      return .pipe(writer)
    case .sound(let encoding):
      let writer = try SoundFileWriter(
        path: path, sampleRate: impulse.sampleRate, channelCount: impulse.channelCount,
        encoding: encoding, replacing: replacing, notAliasing: inputs)
      try write(impulse.channels, to: writer)
      return .sound(writer)
    case .text(let separator):
      let table = TapTable(channels: impulse.channels, sampleRate: impulse.sampleRate)
      return .bytes(Array(table.text(separator: separator).utf8), clippedSampleCount: 0)
    case .raw(let format):
      let raw = RawTaps(channels: impulse.channels, format: format)
      return .bytes(raw.bytes, clippedSampleCount: raw.clippedSampleCount)
    }
  }

  private static func write(
    _ channels: [[Double]], to sink: any FrameSink
  ) throws(SoundFileError) {
    var frames: [Double] = []
    frames.reserveCapacity(channels.count * channels[0].count)
    for frame in channels[0].indices {
      for channel in channels { frames.append(channel[frame]) }
    }
    try unsafe frames.span.withUnsafeBufferPointer { (buffer) throws(SoundFileError) in
      try unsafe sink.write(buffer)
    }
  }

  /// Finishes a file under a temporary name, or sends everything.
  private func finish(in group: SealedFiles) throws(SoundFileError) {
    switch content {
    case .sound(let writer): try group.add(writer)
    case .pipe(let writer):
      try Self.write(impulse.channels, to: writer)
      try writer.commit()
    case .bytes(let bytes, _):
      try group.add(bytes, to: path, replacing: replacing, notAliasing: inputs)
    }
  }

  /// Gives the files their names, all of them or none.
  static func commit(_ writers: [ResponseWriter]) throws(CommandFailure) {
    try known { () throws(SoundFileError) in
      let group = SealedFiles()
      for writer in writers { try writer.finish(in: group) }
      try group.publishTogether()
    }
  }
}

// MARK: What there is to say

extension ResponseWriter {
  /// What is in it, in a line.
  var summary: String {
    """
    \(place): \(counted(impulse.channelCount, "channel")), \(impulse.sampleRate) Hz, \
    \(counted(impulse.frameCount, "frame")), \(format.description)
    """
  }

  /// Known once it has been written.
  private var clippedSampleCount: Int {
    switch content {
    case .sound(let writer): writer.clippedSampleCount
    case .pipe(let writer): writer.clippedSampleCount
    case .bytes(_, let count): count
    }
  }

  /// What was lost, if anything was.
  var warning: String? {
    guard clippedSampleCount > 0 else { return nil }
    return """
      \(place): \(counted(clippedSampleCount, "tap")) clipped at full scale, because \
      \(format.description) ends there: add --normalize peak, or write floating point
      """
  }

  /// The keys, for help texts.
  static let jsonKeys = "path, format, sample_rate, channels, frames, clipped_taps"

  var json: JSONValue {
    [
      "path": .string(path), "format": .string(format.description),
      "sample_rate": .integer(impulse.sampleRate), "channels": .integer(impulse.channelCount),
      "frames": .integer(impulse.frameCount), "clipped_taps": .integer(clippedSampleCount),
    ]
  }
}
