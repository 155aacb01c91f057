public import AudioDevices
internal import SignalProcessing
internal import Synchronization

/// A playback device of the sound system. The threads are those of ``ALSACapture``.
public final class ALSAPlayback: PlaybackDevice {
  /// The device's name as the user wrote it.
  public let name: String
  /// What the device granted.
  public let format: StreamFormat

  let handle: PCMHandle
  /// One buffer in the device's format: no write can be longer.
  private let bytes: UnsafeMutableRawPointer
  /// One buffer of zeros, which is silence in every format we have.
  private let silence: UnsafeMutableRawPointer
  private let frameBytes: Int
  /// Added to by the audio thread, read by any; a count on its own, so nothing is ordered by it.
  private let clippedSamples = Atomic<Int>(0)
  /// Set by the control thread, read by the audio thread, which orders nothing by it.
  private let dithering = Atomic<Bool>(false)
  private var dither: Dither

  /// Opens and configures the device. The parameters and errors are those of ``ALSACapture``.
  public convenience init(name: String, request: StreamRequest) throws(DeviceError) {
    try self.init(try PCMHandle(opening: name, .playback), name: name, request: request)
  }

  /// Configures a device that is open already, and closes it in the end.
  package convenience init(
    adopting pcm: OpaquePointer, name: String, request: StreamRequest
  ) throws(DeviceError) {
    try self.init(
      try PCMHandle(adopting: pcm, name: name, .playback), name: name, request: request)
  }

  private init(
    _ handle: consuming PCMHandle, name: String, request: StreamRequest
  ) throws(DeviceError) {
    let format = try handle.configure(request, DeviceRole(name: name, direction: .playback))
    self.name = name
    self.format = format
    self.handle = handle
    dither = Dither(seed: Self.seed(of: name))
    frameBytes = format.channelCount * format.sampleFormat.byteCount
    let byteCount = format.bufferFrames * frameBytes
    bytes = .allocate(byteCount: byteCount, alignment: 64)
    silence = .allocate(byteCount: byteCount, alignment: 64)
    silence.initializeMemory(as: UInt8.self, repeating: 0, count: byteCount)
  }

  deinit {
    bytes.deallocate()
    silence.deallocate()
  }

  /// Samples that stood beyond full scale of an integer format and were limited to it, and samples
  /// that were not finite. Thread: any.
  public var clippedSampleCount: Int { clippedSamples.load(ordering: .relaxed) }

  /// Whether the samples get dither before they are rounded to 16 bits; finer formats never do. False
  /// at first, so that 16 bits in are the same 16 bits out. Thread: any.
  public var isDithering: Bool {
    @_noLocks get { dithering.load(ordering: .relaxed) }
    set { dithering.store(newValue, ordering: .relaxed) }
  }

  /// Each device has its own noise, the same on each run (FNV-1a of the name).
  private static func seed(of name: String) -> UInt64 {
    name.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
  }

  /// Makes the device ready, with an empty buffer and not running: one attempt.
  @_noLocks
  public func prepare() -> TransferOutcome { handle.makeReady() }

  /// Starts the clock; the buffer must hold frames.
  @_noLocks
  public func start() -> TransferOutcome { handle.start() }

  /// Frames that were written and not played yet.
  @_noLocks
  public func level() -> (outcome: TransferOutcome, level: StreamLevel) {
    let (outcome, available, time) = handle.position()
    guard case .ready = outcome else { return (outcome, .none) }
    return (.ready, .queued(room: available, of: format.bufferFrames, at: time))
  }

  /// Waits until so many frames can be written.
  @_noLocks
  public func wait(frames: Int, timeoutNanoseconds: Int) -> TransferOutcome {
    handle.wait(frames: frames, timeoutNanoseconds: timeoutNanoseconds)
  }

  /// Writes as many of the frames as there is room for, which may be none.
  ///
  /// - Parameter source: interleaved, `[frames][channelCount]`, full scale = 1.
  /// - Returns: `.ready` and the frames taken, or the outcome and 0.
  @_noLocks
  public func write(
    _ source: UnsafePointer<Float>, frames: Int
  ) -> (outcome: TransferOutcome, frames: Int) {
    // The room first: only what will be taken is encoded, so that nothing is counted twice.
    let room = handle.availableFrames()
    if room < 0 { return (handle.outcome(of: room), 0) }
    let count = min(frames, min(room, format.bufferFrames))
    let faults = encode(source, sampleCount: count &* format.channelCount)
    let faulty = faults.limitedSampleCount &+ faults.undefinedSampleCount
    if faulty > 0 { clippedSamples.add(faulty, ordering: .relaxed) }
    return transfer(bytes, frames: count)
  }

  @_noLocks
  private func encode(_ source: UnsafePointer<Float>, sampleCount: Int) -> EncodingFaults {
    if !isDithering {
      return SampleEncoder.encode(
        source, sampleCount: sampleCount, as: format.sampleFormat, into: bytes)
    }
    return SampleEncoder.encode(
      source, sampleCount: sampleCount, as: format.sampleFormat, dither: &dither, into: bytes)
  }

  /// Writes as much silence as there is room for.
  @_noLocks
  public func writeSilence(frames: Int) -> (outcome: TransferOutcome, frames: Int) {
    let room = handle.availableFrames()
    if room < 0 { return (handle.outcome(of: room), 0) }
    return transfer(silence, frames: min(frames, min(room, format.bufferFrames)))
  }

  @_noLocks
  private func transfer(
    _ frames: UnsafeRawPointer, frames count: Int
  ) -> (outcome: TransferOutcome, frames: Int) {
    var done = 0
    while done < count {
      let code = handle.write(frames + done &* frameBytes, frames: count &- done)
      if code == 0 || code == PCMHandle.tryAgain { break }
      if code < 0 {
        let outcome = handle.outcome(of: code)
        if outcome == .notYet { break }
        // An error after some frames were taken comes back with the next call.
        return done > 0 ? (.ready, done) : (outcome, 0)
      }
      done &+= code
    }
    if done == 0, let standstill = handle.standstill() { return (standstill, 0) }
    return (.ready, done)
  }

  /// Has what is queued played to its end and then stops: `.notYet` until it has.
  @_noLocks
  public func drain() -> TransferOutcome { handle.drain() }

  /// Stops the clock and drops what is queued.
  @_noLocks
  public func stop() { handle.stop() }

  /// Lends the stream to the device it is started with.
  func withHandle<Result>(_ body: (borrowing PCMHandle) -> Result) -> Result { body(handle) }
}
