/// What a wait or a transfer on an audio thread ended in.
public enum TransferOutcome: Equatable, Sendable {
  /// Frames can be, or have been, transferred.
  case ready
  /// Nothing became ready within the time given.
  case timedOut
  /// The device over- or underran. It stands still until it is recovered.
  case xrun
  /// The system slept. The device stands still until it is recovered.
  case suspended
  /// The device is gone for good.
  case lost
  /// The driver failed with this errno.
  case failed(Int32)
}

/// A source of frames with a clock of its own.
///
/// Opening and `prepare` happen on the control thread and may throw and allocate. The other members
/// are called by one audio thread: they neither allocate nor lock nor log, and every wait has the
/// bound that the caller gives.
public protocol CaptureDevice: AnyObject {
  /// The device's name as the user wrote it.
  var name: String { get }
  var format: StreamFormat { get }

  /// Makes a new or stopped device ready to start, with an empty buffer. Thread: control.
  func prepare() throws(DeviceError)
  /// Starts the clock. Thread: control.
  func start() throws(DeviceError)

  /// Waits until one period can be read. Thread: audio.
  func wait(timeoutMilliseconds: Int32) -> TransferOutcome
  /// Reads exactly one period. Thread: audio.
  ///
  /// - Parameter destination: planar, `[channelCount][periodFrames]`, full scale = 1.
  func readPeriod(into destination: UnsafeMutablePointer<Float>) -> TransferOutcome
  /// Prepares and starts again after `.xrun` or `.suspended`, within two seconds. Thread: audio.
  func recover() -> TransferOutcome
  /// Stops the clock and drops what is buffered. Thread: audio or control, never both at once.
  func stop()
}

/// A sink of frames with a clock of its own. The rules of ``CaptureDevice`` hold.
public protocol PlaybackDevice: AnyObject {
  /// The device's name as the user wrote it.
  var name: String { get }
  var format: StreamFormat { get }
  /// Samples that stood beyond full scale of an integer format and were limited to it.
  var clippedSampleCount: Int { get }

  /// Makes a new or stopped device ready to start, with an empty buffer. Thread: control.
  func prepare() throws(DeviceError)
  /// Starts the clock. Thread: control.
  func start() throws(DeviceError)

  /// Waits until one period can be written. Thread: audio.
  func wait(timeoutMilliseconds: Int32) -> TransferOutcome
  /// Writes as many of the frames as there is room for, which may be none. Thread: audio.
  ///
  /// - Parameter source: interleaved, `[frames][channelCount]`, full scale = 1.
  /// - Returns: `.ready` and the frames taken, or the outcome and 0.
  func write(_ source: UnsafePointer<Float>, frames: Int) -> (outcome: TransferOutcome, frames: Int)
  /// Writes as much silence as there is room for. Thread: audio or, before the start, control.
  func writeSilence(frames: Int) -> (outcome: TransferOutcome, frames: Int)
  /// Makes the device ready, empty and *not running* after `.xrun` or `.suspended`, or to drop what
  /// is queued; the caller fills it and calls `resume`. Within two seconds. Thread: audio.
  func reset() -> TransferOutcome
  /// Starts the clock again after `reset`. Thread: audio.
  func resume() -> TransferOutcome
  /// Plays what is queued, then stops; gives up after the time. Thread: audio.
  func drain(timeoutMilliseconds: Int32) -> TransferOutcome
  /// Stops the clock and drops what is queued. Thread: audio or control, never both at once.
  func stop()
}
