/// All samples of a sound file, to be looked at and not convolved: it may be silent or hold anything.
public struct WholeSound: Sendable {
  /// In Hz.
  public let sampleRate: Int
  /// Full scale 1, `[channel][frame]`; what is no finite number is 0.
  public let channels: [[Double]]
  /// What a user should be told about it: each note one sentence that names the file.
  public let notes: [String]

  /// Samples of all channels together: 1 GiB of them.
  private static let sampleLimit = 128 << 20
  private static let stepFrames = 65_536

  /// Reads the file at `path`.
  ///
  /// - Errors: those of ``SoundFileReader``; `tooLarge` beyond 128 Mi samples.
  /// - Thread: control; blocks on the disk.
  public init(path: String) throws(SoundFileError) {
    let reader = try SoundFileReader(path: path)
    let width = reader.channelCount
    var channels = [[Double]](repeating: [], count: width)
    let step = max(1, min(Self.stepFrames, (1 << 20) / width))
    var nonFiniteCount = 0
    let staging = UnsafeMutableBufferPointer<Double>.allocate(capacity: step * width)
    defer { staging.deallocate() }
    while true {
      let frames = try reader.read(into: staging)
      if frames == 0 { break }
      guard (channels[0].count + frames) * width <= Self.sampleLimit else {
        throw SoundFileError(
          kind: .tooLarge, path: path,
          message:
            "is longer than \(Self.sampleLimit / width / reader.sampleRate) s, the most that "
            + "is looked at as a whole; cut a part out of it first")
      }
      nonFiniteCount += staging[..<(frames * width)].count { !$0.isFinite }
      for channel in 0..<width {
        channels[channel].append(
          contentsOf: (0..<frames).lazy.map {
            let sample = staging[$0 * width + channel]
            return sample.isFinite ? sample : 0
          })
      }
    }
    sampleRate = reader.sampleRate
    self.channels = channels
    notes = Self.notes(reader, nonFiniteCount: nonFiniteCount)
  }

  private static func notes(_ reader: SoundFileReader, nonFiniteCount: Int) -> [String] {
    var notes: [String] = []
    if reader.readFrameCount < reader.declaredFrameCount {
      notes.append(
        "\(reader.path): the header promises \(reader.declaredFrameCount) frames and the file holds "
          + "\(reader.readFrameCount): it broke off, what is there is used")
    }
    if nonFiniteCount > 0 {
      notes.append(
        "\(reader.path): \(nonFiniteCount) of \(reader.readFrameCount * reader.channelCount) samples "
          + "not a finite number, taken as silence; export it again")
    }
    return notes
  }
}
