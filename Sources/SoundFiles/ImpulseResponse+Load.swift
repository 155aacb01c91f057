extension ImpulseResponse {
  /// Frames that are read at a time.
  private static let stepFrames = 65_536

  /// Reads a whole impulse response, for `-` from standard input.
  ///
  /// A file that ends before its header says is taken as far as it goes, with a note: the tail of
  /// a room is often cut on purpose, and the rest is still a filter (libsndfile refuses some such
  /// CAF and FLAC files itself: `malformed`). What has no meaning as a filter is refused.
  ///
  /// Taps keep every bit of the file. All of them lie in `Float`'s range, so that any engine can take
  /// them over.
  ///
  /// - Errors: those of ``SoundFileReader``; `tooLarge` beyond `limits`; `unsupported` for a rate
  ///   or a channel count outside of them; `malformed` without frames, with only zeros, or with a
  ///   tap that is not finite as a `Float`.
  /// - Complexity: proportional to what is read, never to what the header claims.
  /// - Thread: control; blocks on the disk.
  public static func load(
    path: String, limits: ImpulseLimits = .default
  ) throws(SoundFileError) -> ImpulseResponse {
    let reader = try SoundFileReader(path: path)
    try check(reader, limits)
    // Long before its frames would fill the memory; what claims little is still counted below.
    guard
      reader.storedFrameCount
        <= limits.frameCount(sampleRate: reader.sampleRate, channelCount: reader.channelCount)
    else { throw tooLong(reader, limits) }
    let channels = try read(reader, limits)
    guard channels[0].isEmpty == false else {
      throw malformed(reader.path, "holds no frames; an impulse response needs at least one")
    }
    try demandFinite(channels, reader.path)
    guard channels.contains(where: { $0.contains { Float($0) != 0 } }) else {
      throw malformed(reader.path, "holds only zeros and would silence everything; record it again")
    }
    return ImpulseResponse(
      source: reader.path, sampleRate: reader.sampleRate, channels: channels, notes: notes(reader))
  }

  private static func check(
    _ reader: SoundFileReader, _ limits: ImpulseLimits
  ) throws(SoundFileError) {
    guard reader.channelCount <= limits.channelCount else {
      throw SoundFileError(
        kind: .unsupported, path: reader.path,
        message: "has \(reader.channelCount) channels; an impulse response may have "
          + "\(limits.channelCount), so split it")
    }
    guard limits.sampleRates.contains(reader.sampleRate) else {
      throw SoundFileError(
        kind: .unsupported, path: reader.path,
        message: "has a sample rate of \(reader.sampleRate) Hz; an impulse response may have "
          + "\(limits.sampleRates.lowerBound) to \(limits.sampleRates.upperBound) Hz")
    }
  }

  private static func read(
    _ reader: SoundFileReader, _ limits: ImpulseLimits
  ) throws(SoundFileError) -> [[Double]] {
    let width = reader.channelCount
    let limit = limits.frameCount(sampleRate: reader.sampleRate, channelCount: width)
    // Many channels take fewer frames at a time, so that a step stays within some MiB.
    let step = max(1, min(stepFrames, limit + 1, (1 << 20) / width))
    var channels = [[Double]](repeating: [], count: width)
    let staging = UnsafeMutableBufferPointer<Double>.allocate(capacity: step * width)
    defer { staging.deallocate() }
    while true {
      let frames = try reader.read(into: staging)
      if frames == 0 { return channels }
      guard channels[0].count + frames <= limit else { throw tooLong(reader, limits) }
      for channel in 0..<width {
        channels[channel].append(
          contentsOf: (0..<frames).lazy.map { staging[$0 * width + channel] })
      }
    }
  }

  private static func tooLong(_ reader: SoundFileReader, _ limits: ImpulseLimits) -> SoundFileError
  {
    let width = reader.channelCount
    let frames = limits.frameCount(sampleRate: reader.sampleRate, channelCount: width)
    // Noise is read here as well, and not everyone who reads can allow more.
    return SoundFileError(
      kind: .tooLarge, path: reader.path,
      message: "is longer than \(frames) frames (\(frames / reader.sampleRate) s at "
        + "\(reader.sampleRate) Hz, \(width) channel\(width == 1 ? "" : "s")), the most that is taken "
        + "as a whole; trim it")
  }

  private static func demandFinite(
    _ channels: [[Double]], _ path: String
  ) throws(SoundFileError) {
    for (channel, taps) in channels.enumerated() {
      guard let frame = taps.firstIndex(where: { !Float($0).isFinite }) else { continue }
      throw malformed(
        path,
        "holds \(taps[frame]) in channel \(channel + 1) at frame \(frame); "
          + "every tap must be a number within 32-bit floating point, so export it again")
    }
  }

  private static func notes(_ reader: SoundFileReader) -> [String] {
    guard reader.readFrameCount < reader.declaredFrameCount else { return [] }
    return [
      "\(reader.path): the header promises \(reader.declaredFrameCount) frames and the file holds "
        + "\(reader.readFrameCount): it broke off, what is there is used"
    ]
  }

  private static func malformed(_ path: String, _ message: String) -> SoundFileError {
    SoundFileError(kind: .malformed, path: path, message: message)
  }
}
