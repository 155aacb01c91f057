internal import CSndfile
internal import Glibc

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
  public let sampleRate: Int
  public let channelCount: Int
  public let encoding: SoundEncoding
  /// Which file it is: hand it to a writer, so that it never writes over it.
  public let identity: FileIdentity
  /// The frame count that the header claims; never size memory by it. It can be absurd, and a
  /// file that broke off has fewer: compare it with ``readFrameCount`` at the end.
  public let declaredFrameCount: Int
  /// Frames handed over so far.
  public private(set) var readFrameCount = 0

  private let file: InputFile
  private let sound: SndfileReading

  /// Opens a file and checks everything in its header that a caller relies on.
  ///
  /// - Errors: `missing`, `unreadable`, `notSound`, `unsupported`, `malformed`.
  public init(path: String) throws(SoundFileError) {
    let file = try InputFile(path: path)
    let container = try SoundContainer.sniff(file)
    var head = SF_INFO()
    guard let handle = sf_open_fd(file.descriptor, Int32(SFM_READ), &head, Int32(SF_FALSE))
    else { throw Self.refusal(path, code: sf_error(nil)) }
    let sound = SndfileReading(handle: handle)
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
    sampleRate = Int(head.samplerate)
    channelCount = Int(head.channels)
    declaredFrameCount = claim ?? Int(max(0, head.frames))
    self.file = file
    self.sound = sound
  }

  /// Reads the next frames, as many as fit; 0 at the end of the file.
  ///
  /// Integer samples of n bits become exactly x / 2^(n-1).
  ///
  /// - Parameter samples: frame by frame, `[frame][channel]`; its count need not be a multiple of
  ///   ``channelCount``, what is over stays untouched.
  /// - Returns: frames read.
  /// - Errors: `unreadable` when the disk fails, `malformed` when a compressed stream is damaged.
  public func read(
    into samples: UnsafeMutableBufferPointer<Float>
  ) throws(SoundFileError) -> Int {
    let room = samples.count / channelCount
    guard room > 0, let start = samples.baseAddress else { return 0 }
    errno = 0
    let frames = Int(sf_readf_float(sound.handle, start, sf_count_t(room)))
    let code = errno
    readFrameCount += max(0, frames)
    if frames < room, sf_error(sound.handle) != 0 {
      throw readingFailure(code: code)
    }
    return max(0, frames)
  }

  /// Reads the next frames, as many as fit; 0 at the end of the file. See the other `read`.
  public func read(into samples: inout MutableSpan<Float>) throws(SoundFileError) -> Int {
    // The closure cannot throw a typed error through the standard library's rethrowing signature
    // without naming it.
    try samples.withUnsafeMutableBufferPointer { (buffer) throws(SoundFileError) -> Int in
      try read(into: buffer)
    }
  }

  private func readingFailure(code: Int32) -> SoundFileError {
    if code == EIO || code == ESTALE || code == ENODEV {
      return SoundFileError.reading(path, code: code)
    }
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

/// An open libsndfile handle.
///
/// - Owner: closes it when it goes away.
struct SndfileReading: ~Copyable {
  let handle: OpaquePointer

  init(handle: OpaquePointer) { self.handle = handle }

  deinit { sf_close(handle) }
}
