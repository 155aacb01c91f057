internal import CSndfile
internal import Glibc

/// A sound file in the making: all or nothing under its final name.
///
/// Samples go to a temporary file in the target's folder. ``commit()`` gives it the target's name
/// once every byte is on the disk; until then, and after any error, what stood there stands there
/// still. Equal samples give equal bytes: nothing of the time or the machine goes into a file.
///
/// - Thread: any one at a time; blocks on the disk, never on an audio thread.
public final class SoundFileWriter {
  /// What to do about a file that has the target's name.
  public enum Replacing: Sendable {
    /// Refuse, also when the file appears while this one is written.
    case never
    /// Put the new file in its place, with its permissions.
    case existing
  }

  /// The file's name as it was given.
  public let path: String
  /// In Hz.
  public let sampleRate: Int
  /// Samples per frame.
  public let channelCount: Int
  /// How the file holds its samples.
  public let encoding: SoundEncoding
  /// Frames written so far.
  public private(set) var frameCount = 0

  let output: OutputFile
  private var sound: OpaquePointer?
  private var failure: SoundFileError?
  private var staging: SampleStaging
  private let header: WaveHeader?
  /// Blocks behind the samples of a WAV file.
  private var trailer: [UInt8] = []
  private let stagedFrames: Int

  /// Samples beyond full scale in an integer encoding, written as full scale.
  public var clippedSampleCount: Int { staging.clippedCount }
  /// The largest magnitude among them, linear; 0 without one.
  public var clippedPeak: Double { staging.clippedPeak }
  /// NaN and infinite samples, written as silence in every encoding.
  public var nonFiniteSampleCount: Int { staging.nonFiniteCount }
  /// The temporary file's name, for whoever must remove it when the process ends early; `nil` once
  /// it is published or gone.
  public var temporaryPath: String? { output.temporaryPath }

  /// Creates the temporary file.
  ///
  /// - Parameter encoding: WAV becomes RF64 by itself when it passes 4 GiB.
  /// - Parameter notAliasing: the inputs, none of which may be the file that `path` leads to.
  /// - Errors: `unsupported` for what the container cannot hold; `exists`, `sameAsInput`,
  ///   `unwritable`, `diskFull`.
  public convenience init(
    path: String, sampleRate: Int, channelCount: Int, encoding: SoundEncoding,
    replacing: Replacing = .never, notAliasing inputs: [FileIdentity] = []
  ) throws(SoundFileError) {
    try self.init(
      path: path, sampleRate: sampleRate, channelCount: channelCount, encoding: encoding,
      replacing: replacing, notAliasing: inputs, fault: { _ in nil })
  }

  init(
    path: String, sampleRate: Int, channelCount: Int, encoding: SoundEncoding,
    replacing: Replacing, notAliasing inputs: [FileIdentity],
    fault: @escaping (OutputFile.Step) -> Int32?
  ) throws(SoundFileError) {
    var head = encoding.head(sampleRate: sampleRate, channelCount: channelCount)
    try encoding.demandRoom(path, sampleRate: sampleRate, channelCount: channelCount, &head)
    let header = encoding.waveHeader(sampleRate: sampleRate, channelCount: channelCount)
    let output = try OutputFile(
      path: path, replacing: replacing, inputs: inputs, origin: header?.byteCount ?? 0,
      fault: fault)
    // The real header is known last; until then zeros hold its place.
    if let header { output.writeFront([UInt8](repeating: 0, count: header.byteCount)) }
    guard let sound = openForWriting(output, &head) else {
      throw SoundFileError.writing(path, "write the header", code: output.failure ?? EIO)
    }
    // A peak block carries the time of day. An AIFF header that had one is longer than the one that
    // replaces it, and libsndfile would count what is left of it as frames.
    sf_command(sound, Int32(SFC_SET_ADD_PEAK_CHUNK), nil, Int32(SF_FALSE))
    if encoding.container == .aiff { output.clear() }
    self.path = path
    self.sampleRate = sampleRate
    self.channelCount = channelCount
    self.encoding = encoding
    self.output = output
    self.sound = sound
    self.header = header
    stagedFrames = max(1, 32_768 / channelCount)
    staging = SampleStaging(encoding.sample, sampleCount: stagedFrames * channelCount)
  }

  /// Fails as creating the file would, and creates nothing.
  ///
  /// - Errors: as those of the initialiser, as far as they can be known before.
  public static func rehearse(
    path: String, sampleRate: Int, channelCount: Int, encoding: SoundEncoding,
    replacing: Replacing, notAliasing inputs: [FileIdentity]
  ) throws(SoundFileError) {
    var head = encoding.head(sampleRate: sampleRate, channelCount: channelCount)
    try encoding.demandRoom(path, sampleRate: sampleRate, channelCount: channelCount, &head)
    let place = try OutputPlace(path: path, replacing: replacing, inputs: inputs)
    try TemporaryFile.demandFolder(of: place.target, path: path)
  }

  deinit { discard() }

  /// Gives the file what another carries beside its samples, as far as its format has a place for it:
  /// W64 has none.
  ///
  /// - Precondition: before the first frame.
  public func carry(_ metadata: SoundMetadata) {
    precondition(frameCount == 0, "what comes with the samples is said before them")
    if header != nil {
      trailer = metadata.waveBytes
    } else if let sound {
      metadata.hand(to: sound)
    }
  }

  /// Appends frames.
  ///
  /// - Parameter samples: frame by frame, `[frame][channel]`, full scale 1.
  /// - Precondition: `samples.count` is a multiple of ``channelCount``.
  /// - Errors: `diskFull`, `writeFailed`, `tooLarge` for an AIFF file past 4 GiB. The file is gone
  ///   then, and every later call throws the same error.
  public func write(_ samples: UnsafeBufferPointer<Float>) throws(SoundFileError) {
    try writeSteps(of: samples)
  }

  /// Appends frames of double precision: 32-bit integers and 64-bit floating point get every bit.
  /// See the other `write`.
  public func write(_ samples: UnsafeBufferPointer<Double>) throws(SoundFileError) {
    try writeSteps(of: samples)
  }

  /// Appends frames. See the other `write`.
  public func write(_ samples: Span<Float>) throws(SoundFileError) {
    try samples.withUnsafeBufferPointer { (buffer) throws(SoundFileError) in
      try write(buffer)
    }
  }

  private func writeSteps<Sample: FileSample>(
    of samples: UnsafeBufferPointer<Sample>
  ) throws(SoundFileError) {
    precondition(samples.count.isMultiple(of: channelCount), "a frame has \(channelCount) samples")
    if let failure { throw failure }
    try demandRoom(forFrames: samples.count / channelCount)
    var start = 0
    while start < samples.count {
      let end = min(samples.count, start + stagedFrames * channelCount)
      try writeStep(UnsafeBufferPointer(rebasing: samples[start..<end]))
      start = end
    }
  }

  private func writeStep<Sample: FileSample>(
    _ samples: UnsafeBufferPointer<Sample>
  ) throws(SoundFileError) {
    guard let sound else { throw fail(.writing(path, "write after the end", code: EBADF)) }
    let frames = sf_count_t(samples.count / channelCount)
    let written = staging.pass(samples, frames: frames, to: sound)
    guard written == frames, output.failure == nil else {
      throw fail(.writing(path, "write", code: output.failure ?? EIO))
    }
    frameCount += Int(frames)
  }

  private func demandRoom(forFrames frames: Int) throws(SoundFileError) {
    guard encoding.container == .aiff else { return }
    let bytes = (frameCount + frames) * channelCount * encoding.sample.byteCount
    // 4 KiB are more than its header takes.
    guard bytes > Int(UInt32.max) - 4096 else { return }
    throw fail(
      SoundFileError(
        kind: .tooLarge, path: path,
        message: "would pass 4 GiB, where AIFF ends; write .wav, .w64, .caf or .flac instead"))
  }

  private func fail(_ error: SoundFileError) -> SoundFileError {
    failure = error
    discard()
    return error
  }

  /// Finishes the file and gives it its name.
  ///
  /// - Errors: `diskFull`, `writeFailed`; `exists` or `sameAsInput` when another file took the name
  ///   meanwhile. The temporary file is gone in every case.
  public func commit() throws(SoundFileError) {
    try seal()
    try output.publish()
  }

  /// Finishes the file under its temporary name.
  func seal() throws(SoundFileError) {
    if let failure { throw failure }
    guard let sound else {
      throw SoundFileError(
        kind: .writeFailed, path: path, message: "was finished or discarded before")
    }
    self.sound = nil
    // Without this a FLAC file without frames has no header either.
    if frameCount == 0 { sf_command(sound, Int32(SFC_UPDATE_HEADER_NOW), nil, 0) }
    let result = sf_close(sound)
    finishWave()
    guard result == 0, output.failure == nil else {
      throw fail(.writing(path, "write", code: output.failure ?? EIO))
    }
  }

  private func finishWave() {
    guard let header else { return }
    let sampleBytes = output.byteCount
    if !sampleBytes.isMultiple(of: 2) {
      output.move(to: sampleBytes)
      withUnsafeBytes(of: UInt8(0)) { _ = output.write($0) }
    }
    output.move(to: sampleBytes + sampleBytes % 2)
    trailer.withUnsafeBytes { _ = output.write($0) }
    output.writeFront(header.bytes(sampleBytes: sampleBytes, trailerBytes: trailer.count))
  }

  /// Gives the file up and leaves nothing of it; nothing after ``commit()``.
  public func discard() {
    if let sound { sf_close(sound) }
    sound = nil
    output.discard()
  }
}
