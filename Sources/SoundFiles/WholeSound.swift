/// All samples of a sound file, to be looked at and not convolved: it may be silent or hold anything.
public struct WholeSound: Sendable {
  /// In Hz.
  public let sampleRate: Int
  /// Full scale 1, `[channel][frame]`; what is no finite number is 0.
  public let channels: [[Double]]

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
  }
}
