public import AudioDevices
internal import CALSA
internal import SignalProcessing

/// A capture device of the sound system.
///
/// Thread: `init` and `deinit` on the control thread; the other members there too until the clock is
/// started, and on one audio thread from then on. Those allocate nothing and take no lock: the
/// compiler proves it down to libasound's door.
public final class ALSACapture: CaptureDevice {
  /// The device's name as the user wrote it.
  public let name: String
  /// What the device granted.
  public let format: StreamFormat

  let handle: PCMHandle
  /// One period in the device's format.
  private let bytes: UnsafeMutableRawPointer
  private let frameBytes: Int
  /// Frames of the current period that are in `bytes` already.
  private var filledFrames = 0

  /// Opens and configures the device.
  ///
  /// - Parameter name: as libasound knows it: `hw:CARD=PCH`, `plug:...`, or a configured name.
  /// - Throws: `missing`, `busy`, `forbidden`, `unsupported` or `failed`; only `busy`, and `missing`
  ///   once the device is connected, can pass.
  public convenience init(name: String, request: StreamRequest) throws(DeviceError) {
    try self.init(try PCMHandle(opening: name, .capture), name: name, request: request)
  }

  /// Configures a device that is open already, and closes it in the end.
  package convenience init(
    adopting pcm: OpaquePointer, name: String, request: StreamRequest
  ) throws(DeviceError) {
    try self.init(
      try PCMHandle(adopting: pcm, name: name, .capture), name: name, request: request)
  }

  private init(
    _ handle: consuming PCMHandle, name: String, request: StreamRequest
  ) throws(DeviceError) {
    let format = try handle.configure(request, DeviceRole(name: name, direction: .capture))
    self.name = name
    self.format = format
    self.handle = handle
    frameBytes = format.channelCount * format.sampleFormat.byteCount
    bytes = .allocate(byteCount: format.periodFrames * frameBytes, alignment: 64)
  }

  deinit { bytes.deallocate() }

  /// Makes the device ready, with an empty buffer and not running: one attempt.
  @_noLocks
  public func prepare() -> TransferOutcome {
    filledFrames = 0
    return handle.makeReady()
  }

  /// Starts the clock.
  @_noLocks
  public func start() -> TransferOutcome { handle.start() }

  /// Frames that were captured and not read yet, those of a period begun included.
  @_noLocks
  public func level() -> (outcome: TransferOutcome, level: StreamLevel) {
    let (outcome, available, time) = handle.position()
    guard case .ready = outcome else { return (outcome, .none) }
    return (.ready, .captured(available &+ filledFrames, of: format.bufferFrames, at: time))
  }

  /// Waits until so many frames can be read.
  @_noLocks
  public func wait(frames: Int, timeoutNanoseconds: Int) -> TransferOutcome {
    handle.wait(frames: frames &- filledFrames, timeoutNanoseconds: timeoutNanoseconds)
  }

  /// Reads exactly one period, or nothing.
  ///
  /// A device that gives less than it announced costs no wait here: what it gave is kept, the
  /// outcome is `.notYet`, and the next call goes on from there.
  ///
  /// - Parameter destination: planar, `[channelCount][periodFrames]`, full scale = 1; written only
  ///   when the outcome is `.ready`.
  @_noLocks
  public func readPeriod(into destination: UnsafeMutablePointer<Float>) -> TransferOutcome {
    let periodFrames = format.periodFrames
    while filledFrames < periodFrames {
      let code = handle.read(
        into: bytes + filledFrames &* frameBytes, frames: periodFrames &- filledFrames)
      if code == 0 || code == PCMHandle.tryAgain { return handle.standstill() ?? .notYet }
      if code < 0 { return handle.outcome(of: code) }
      filledFrames &+= code
    }
    filledFrames = 0
    SampleDecoder.decode(
      bytes, as: format.sampleFormat, channelCount: format.channelCount, frames: periodFrames,
      into: destination)
    return .ready
  }

  /// Stops the clock and drops what is buffered.
  @_noLocks
  public func stop() {
    filledFrames = 0
    handle.stop()
  }

  /// Links the two streams so that one start starts both; false when the devices cannot.
  func link(with playback: ALSAPlayback) -> Bool {
    playback.withHandle { other in snd_pcm_link(handle.pcm, other.pcm) >= 0 }
  }

  /// Makes the two streams independent again, so that each recovers alone.
  func unlink() { snd_pcm_unlink(handle.pcm) }
}
