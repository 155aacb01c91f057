internal import CSndfile

/// A sound file, read from its beginning to its end a piece at a time.
///
/// Memory stays constant whatever the file's length. Float files may hold NaN or infinities: they
/// are handed over as they are, because only the caller knows whether to refuse or to replace them.
///
/// - Thread: any one at a time; blocks on the disk, never on an audio thread.
public final class SoundFileReader {
  /// Channel counts that are read and written.
  public static let channelCounts = 1...256
  /// Sample rates that are read and written, in Hz.
  public static let sampleRates = 1...768_000

  /// The file's name as it was given.
  public let path: String
  /// In Hz.
  public let sampleRate: Int
  /// Samples per frame.
  public let channelCount: Int
  /// How the file holds its samples.
  public let encoding: SoundEncoding
  /// Which file it is: hand it to a writer, so that it never writes over it. `nil` for a pipe.
  public let identity: FileIdentity?
  /// The frame count that the header claims, 0 when it does not say; never size memory by it. It
  /// can be absurd, and a file that broke off has fewer: compare it with ``readFrameCount`` at the
  /// end.
  public let declaredFrameCount: Int
  /// The frames that the file has room for by its header and its length, 0 when that is not known.
  /// A compressed file can claim what it likes.
  public let storedFrameCount: Int
  /// Texts, marks and what else the file carries; nothing for a WAV file in a pipe.
  public let metadata: SoundMetadata
  /// Frames handed over so far.
  public private(set) var readFrameCount = 0

  private let sound: SndfileReading

  /// Opens a file, or standard input for `-`, and checks everything in its header that a caller
  /// relies on.
  ///
  /// - Errors: `missing`, `unreadable`, `notSound`, `unsupported`, `malformed`.
  public convenience init(path: String) throws(SoundFileError) {
    guard path == standardStreamPath else {
      try self.init(InputFile(path: path))
      return
    }
    switch try StandardInput.open() {
    case .file(let file): try self.init(file)
    case .wave(let pipe, let wave): try self.init(pipe, wave, path: StandardInput.name)
    }
  }

  /// A WAV file as it comes through a pipe.
  private init(
    _ pipe: PipeInput, _ wave: WaveStream, path: String
  ) throws(SoundFileError) {
    var head = wave.head
    try Self.check(head, path)
    let input = VirtualInput(pipe)
    guard let handle = openForReading(input, &head),
      let encoding = SoundEncoding(bareFormat: wave.format)
    else { throw Self.refusal(path, code: sf_error(nil)) }
    self.path = path
    self.encoding = encoding
    identity = nil
    metadata = SoundMetadata()
    sampleRate = wave.sampleRate
    channelCount = wave.channelCount
    storedFrameCount = 0
    let frameBytes = SoundEncoding.storedSampleBytes(format: wave.format) * wave.channelCount
    declaredFrameCount = (wave.sampleBytes ?? 0) / frameBytes
    sound = SndfileReading(handle: handle, input: input)
  }

  private init(_ file: InputFile) throws(SoundFileError) {
    let path = file.path
    let input = VirtualInput(file)
    let container = try SoundContainer.sniff(file)
    var head = SF_INFO()
    guard let handle = openForReading(input, &head) else {
      if let code = file.failure { throw SoundFileError.reading(path, code: code) }
      throw Self.refusal(path, code: sf_error(nil))
    }
    let sound = SndfileReading(handle: handle, input: input)
    guard let encoding = SoundEncoding(format: head.format, container: container) else {
      throw SoundFileError(
        kind: .unsupported, path: path,
        message: "is compressed or coded in a way that is not read; "
          + "convert it to PCM, float or FLAC")
    }
    try Self.check(head, path)
    let claim = HeaderClaim(file, container).sampleBytes.map {
      Int($0) / (SoundEncoding.storedSampleBytes(format: head.format) * Int(head.channels))
    }
    self.path = path
    self.encoding = encoding
    identity = file.identity
    metadata = SoundMetadata(file, container, handle)
    sampleRate = Int(head.samplerate)
    channelCount = Int(head.channels)
    storedFrameCount = head.frames == Int.max ? 0 : max(0, Int(head.frames))
    declaredFrameCount = claim ?? storedFrameCount
    self.sound = sound
  }

  /// Reads the next frames, as many as fit; 0 at the end of the file.
  ///
  /// Integer samples of n bits become x / 2^(n-1): exactly up to 24 bits, rounded beyond.
  ///
  /// - Parameter samples: frame by frame, `[frame][channel]`; its count need not be a multiple of
  ///   ``channelCount``, what is over stays untouched.
  /// - Returns: frames read.
  /// - Errors: `unreadable` when the disk fails, `malformed` when a compressed stream is damaged.
  public func read(
    into samples: UnsafeMutableBufferPointer<Float>
  ) throws(SoundFileError) -> Int {
    try read(into: samples, by: sf_readf_float)
  }

  /// Reads the next frames without rounding them: every bit of 32-bit integers and 64-bit floating
  /// point is kept. See the other `read`.
  public func read(
    into samples: UnsafeMutableBufferPointer<Double>
  ) throws(SoundFileError) -> Int {
    try read(into: samples, by: sf_readf_double)
  }

  private func read<Sample>(
    into samples: UnsafeMutableBufferPointer<Sample>,
    by transfer: (OpaquePointer, UnsafeMutablePointer<Sample>, sf_count_t) -> sf_count_t
  ) throws(SoundFileError) -> Int {
    let room = samples.count / channelCount
    guard room > 0, let start = samples.baseAddress else { return 0 }
    let frames = max(0, Int(transfer(sound.handle, start, sf_count_t(room))))
    readFrameCount += frames
    if let code = sound.input.bytes.failure { throw SoundFileError.reading(path, code: code) }
    if frames < room, sf_error(sound.handle) != 0 { throw damage() }
    return frames
  }

  /// Reads the next frames, as many as fit; 0 at the end of the file. See the other `read`.
  public func read(into samples: inout MutableSpan<Float>) throws(SoundFileError) -> Int {
    try samples.withUnsafeMutableBufferPointer { (buffer) throws(SoundFileError) -> Int in
      try read(into: buffer)
    }
  }

  private func damage() -> SoundFileError {
    let words = sf_strerror(sound.handle).map { String(cString: $0) } ?? "unknown error"
    return SoundFileError(
      kind: .malformed, path: path,
      message: "is damaged after frame \(readFrameCount) (\(words)); get a fresh copy")
  }

  private static func refusal(_ path: String, code: Int32) -> SoundFileError {
    let words = sf_error_number(code).map { String(cString: $0) } ?? "unknown error"
    if code == Int32(SF_ERR_UNSUPPORTED_ENCODING) {
      return SoundFileError(
        kind: .unsupported, path: path,
        message: "has a coding that is not read (\(words)); convert it to PCM, float or FLAC")
    }
    return SoundFileError(
      kind: .malformed, path: path,
      message: "has a damaged header (\(words)); get a fresh copy or convert it again")
  }

  private static func check(_ head: SF_INFO, _ path: String) throws(SoundFileError) {
    guard channelCounts.contains(Int(head.channels)) else {
      throw SoundFileError(
        kind: .unsupported, path: path,
        message: "has \(head.channels) channels; "
          + "\(channelCounts.lowerBound) to \(channelCounts.upperBound) are read, so split it")
    }
    guard sampleRates.contains(Int(head.samplerate)) else {
      throw SoundFileError(
        kind: .unsupported, path: path,
        message: "claims a sample rate of \(head.samplerate) Hz; "
          + "\(sampleRates.lowerBound) to \(sampleRates.upperBound) Hz are read")
    }
  }
}

/// An open libsndfile handle and the bytes that it reads.
///
/// - Owner: closes the handle, then lets the bytes go, when it goes away.
private struct SndfileReading: ~Copyable {
  let handle: OpaquePointer
  let input: VirtualInput

  deinit { sf_close(handle) }
}
