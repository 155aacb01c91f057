public import AudioDevices

/// How a pair of devices was started.
public enum DuplexStart: Equatable, Sendable {
  /// By one call in the driver: both clocks began in the same instant.
  case linked
  /// One after the other, microseconds apart: they are not of one kind, or not of the kernel.
  case oneByOne

  /// Starts both devices as close together as they can, capture first.
  ///
  /// Both must be prepared and the playback buffer filled. The streams are linked for the start
  /// only: linked for good, an xrun of one would stop both behind the other's back. Wraps
  /// `snd_pcm_link`. Thread: control. Errors: those of `start`; neither runs then.
  public static func start(
    _ capture: ALSACapture, _ playback: ALSAPlayback
  ) throws(DeviceError) -> DuplexStart {
    if capture.link(with: playback) {
      defer { capture.unlink() }
      try capture.start()
      return .linked
    }
    try capture.start()
    do throws(DeviceError) {
      try playback.start()
    } catch {
      capture.stop()
      throw error
    }
    return .oneByOne
  }
}
