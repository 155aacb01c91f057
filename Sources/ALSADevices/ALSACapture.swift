public import AudioDevices
internal import CALSA
internal import SignalProcessing

/// A capture device of the sound system.
///
/// Thread: `init`, `prepare`, `start` and `deinit` on the control thread; the other members on one
/// audio thread. What the audio thread calls allocates nothing and takes no lock: the compiler
/// proves it down to libasound's door.
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
  private(set) var filledFrames = 0

  /// Opens and configures the device.
  ///
  /// - Parameter name: as libasound knows it: `hw:CARD=PCH`, `plug:...`, or a configured name.
  /// - Throws: `missing`, `busy`, `forbidden`, `unsupported` or `failed`; only `busy`, and `missing`
  ///   once the device is connected, can pass.
  public init(name: String, request: StreamRequest) throws(DeviceError) {
    let handle = try PCMHandle(opening: name, .capture)
    let format = try handle.configure(request, DeviceRole(name: name, direction: .capture))
    self.name = name
    self.format = format
    self.handle = handle
    frameBytes = format.channelCount * format.sampleFormat.byteCount
    bytes = .allocate(byteCount: format.periodFrames * frameBytes, alignment: 64)
  }

  deinit { bytes.deallocate() }

  /// Makes a new or stopped device ready to start, with an empty buffer. Thread: control.
  public func prepare() throws(DeviceError) {
    filledFrames = 0
    let outcome = handle.makeReady()
    guard case .ready = outcome else { throw .standing(name, "get ready", outcome) }
  }

  /// Starts the clock. Thread: control.
  public func start() throws(DeviceError) {
    let outcome = handle.start()
    guard case .ready = outcome else { throw .standing(name, "start", outcome) }
  }

  /// Waits until one period can be read. Thread: audio.
  @_noLocks
  public func wait(timeoutMilliseconds: Int32) -> TransferOutcome {
    handle.wait(
      frames: format.periodFrames &- filledFrames, timeoutMilliseconds: timeoutMilliseconds)
  }

  /// Reads exactly one period. Thread: audio.
  ///
  /// A device that gives less than it announced costs no wait here: what it gave is kept, the
  /// outcome is `.timedOut`, and the next call goes on from there.
  ///
  /// - Parameter destination: planar, `[channelCount][periodFrames]`, full scale = 1; written only
  ///   when the outcome is `.ready`.
  @_noLocks
  public func readPeriod(into destination: UnsafeMutablePointer<Float>) -> TransferOutcome {
    let periodFrames = format.periodFrames
    while filledFrames < periodFrames {
      let code = handle.read(
        into: bytes + filledFrames &* frameBytes, frames: periodFrames &- filledFrames)
      if code == 0 || code == PCMHandle.tryAgain { return handle.standstill() ?? .timedOut }
      if code < 0 { return handle.outcome(of: code) }
      filledFrames &+= code
    }
    filledFrames = 0
    SampleDecoder.decode(
      bytes, as: format.sampleFormat, channelCount: format.channelCount, frames: periodFrames,
      into: destination)
    return .ready
  }

  /// Prepares and starts again after `.xrun` or `.suspended`, within two seconds. Thread: audio.
  @_noLocks
  public func recover() -> TransferOutcome {
    filledFrames = 0
    let outcome = handle.makeReady()
    guard case .ready = outcome else { return outcome }
    return handle.start()
  }

  /// Stops the clock and drops what is buffered. Thread: audio or control, never both at once.
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
