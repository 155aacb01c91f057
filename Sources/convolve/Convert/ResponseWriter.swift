internal import Session
internal import SoundFiles

/// An impulse response on its way to a file, all or nothing: what can fail before the file has its
/// name has failed when this exists.
final class ResponseWriter {
  /// The file's name.
  let path: String
  /// What is in it, in a line.
  let summary: String
  private let format: ResponseFormat
  private let sound: SoundFileWriter?
  private let bytes: [UInt8]
  private let clippedSampleCount: Int
  private let replacing: SoundFileWriter.Replacing
  private let inputs: [FileIdentity]

  /// - Parameter inputs: files that must not be written over.
  init(
    _ impulse: ImpulseResponse, to path: String, format: ResponseFormat,
    replacing: SoundFileWriter.Replacing, inputs: [FileIdentity]
  ) throws(CommandFailure) {
    (self.path, self.format) = (path, format)
    summary = """
      \(path): \(counted(impulse.channelCount, "channel")), \(impulse.sampleRate) Hz, \
      \(counted(impulse.frameCount, "frame")), \(format.description)
      """
    (self.replacing, self.inputs) = (replacing, inputs)
    switch format {
    case .sound(let encoding):
      let writer = try known { () throws(SoundFileError) in
        let writer = try SoundFileWriter(
          path: path, sampleRate: impulse.sampleRate, channelCount: impulse.channelCount,
          encoding: encoding, replacing: replacing, notAliasing: inputs)
        try Self.write(impulse.channels, to: writer)
        return writer
      }
      (sound, bytes, clippedSampleCount) = (writer, [], writer.clippedSampleCount)
    case .text(let separator):
      let table = TapTable(channels: impulse.channels, sampleRate: impulse.sampleRate)
      (sound, bytes, clippedSampleCount) = (nil, Array(table.text(separator: separator).utf8), 0)
    case .raw(let format):
      let raw = RawTaps(channels: impulse.channels, format: format)
      (sound, bytes, clippedSampleCount) = (nil, raw.bytes, raw.clippedSampleCount)
    }
  }

  private static func write(
    _ channels: [[Double]], to writer: SoundFileWriter
  ) throws(SoundFileError) {
    var frames: [Double] = []
    frames.reserveCapacity(channels.count * channels[0].count)
    for frame in channels[0].indices {
      for channel in channels { frames.append(channel[frame]) }
    }
    try unsafe frames.span.withUnsafeBufferPointer { (buffer) throws(SoundFileError) in
      try unsafe writer.write(buffer)
    }
  }

  /// Gives the file its name.
  func commit() throws(CommandFailure) {
    try known { () throws(SoundFileError) in
      if let sound { return try sound.commit() }
      try WholeFile.write(bytes, to: path, replacing: replacing, notAliasing: inputs)
    }
  }

  /// What was lost, if anything was.
  var warning: String? {
    guard clippedSampleCount > 0 else { return nil }
    return """
      \(path): \(counted(clippedSampleCount, "tap")) clipped at full scale, because \
      \(format.description) ends there: add --normalize peak, or write floating point
      """
  }
}

extension ResponseWriter {
  /// Gives the files their names: all of them are complete before the first has its own.
  static func commit(_ writers: [ResponseWriter]) throws(CommandFailure) {
    for (index, writer) in writers.enumerated() {
      do throws(CommandFailure) {
        try writer.commit()
      } catch {
        guard index > 0 else { throw error }
        throw CommandFailure(
          "\(error.description); \(index) of \(writers.count) files are complete", error.status)
      }
    }
  }
}
