/// What a wait or a transfer on an audio thread ended in.
public enum TransferOutcome: Equatable, Sendable {
  /// Done, or possible now.
  case ready
  /// Not now, and perhaps soon: nothing became ready in the time given, or the driver is busy.
  case notYet
  /// The device over- or underran. It stands still until it is prepared.
  case xrun
  /// The system slept. The device stands still until it is prepared.
  case suspended
  /// The device is gone for good.
  case lost
  /// The driver failed with this errno.
  case failed(Int32)
}

/// How full a device's buffer was at a moment.
public struct StreamLevel: Equatable, Sendable {
  /// Capture: frames that were captured and not read. Playback: frames that were written and not
  /// played. Between 0 and the buffer's length.
  public var frames: Int
  /// The moment at which the device's position became what it is, in nanoseconds of the monotonic
  /// clock: up to a period ago for a device that moves once a period.
  public var nanoseconds: Int
  /// Whether the driver said something that can be true; if not, `frames` is the nearest to it.
  public var isPlausible: Bool

  public init(frames: Int, nanoseconds: Int, isPlausible: Bool = true) {
    self.frames = frames
    self.nanoseconds = nanoseconds
    self.isPlausible = isPlausible
  }
}

/// What capture and playback devices have in common: a clock, a buffer, and a state of their own.
///
/// Opening is done by a ``DeviceProvider``. No member but `wait` ever waits, so that the time belongs
/// to the caller: a thread, or a simulation. Before the clock is started the control thread may call
/// any of them, from then on one audio thread. They neither allocate nor lock nor log.
public protocol StreamDevice: AnyObject {
  /// The device's name as the user wrote it.
  var name: String { get }
  var format: StreamFormat { get }

  /// Makes the device ready, with an empty buffer and *not running*, whatever happened to it.
  ///
  /// One attempt: `.notYet` while the driver is busy or the system wakes up.
  func prepare() -> TransferOutcome
  /// Starts the clock of a prepared device; for playback, one that holds frames.
  func start() -> TransferOutcome
  /// How full the buffer is, or why nothing moves.
  func level() -> (outcome: TransferOutcome, level: StreamLevel)
  /// Waits until so many frames can be transferred. The only member that takes time.
  func wait(frames: Int, timeoutNanoseconds: Int) -> TransferOutcome
  /// Stops the clock and drops what is buffered.
  func stop()
}

/// A source of frames with a clock of its own.
public protocol CaptureDevice: StreamDevice {
  /// Reads exactly one period, or nothing: `.notYet` while there is less.
  ///
  /// - Parameter destination: planar, `[channelCount][periodFrames]`, full scale = 1; written only
  ///   when the outcome is `.ready`.
  func readPeriod(into destination: UnsafeMutablePointer<Float>) -> TransferOutcome
}

/// A sink of frames with a clock of its own.
public protocol PlaybackDevice: StreamDevice {
  /// Samples that stood beyond full scale of an integer format and were limited to it.
  var clippedSampleCount: Int { get }

  /// Writes as many of the frames as there is room for, which may be none.
  ///
  /// - Parameter source: interleaved, `[frames][channelCount]`, full scale = 1.
  /// - Returns: `.ready` and the frames taken, or the outcome and 0.
  func write(_ source: UnsafePointer<Float>, frames: Int) -> (outcome: TransferOutcome, frames: Int)
  /// Writes as much silence as there is room for.
  func writeSilence(frames: Int) -> (outcome: TransferOutcome, frames: Int)
  /// Has what is queued played to its end and then stops: `.notYet` until it has. Called again and
  /// again.
  func drain() -> TransferOutcome
}
