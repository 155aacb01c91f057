public import AudioDevices
public import Realtime

/// One of the two devices.
public enum DeviceSide: String, CaseIterable, Sendable {
  case capture
  case playback
}

/// What happens to a service, for its log.
public enum ServiceEvent: Equatable, Sendable {
  /// A device was opened and granted this.
  case opened(DeviceSide, name: String, StreamFormat)
  /// A device cannot be used for now. Told again only with another reason.
  case waiting(DeviceSide, DeviceError)
  /// A device that was in use is given up and closed; the other falls silent and is kept.
  case lost(DeviceSide, name: String, LiveFault)
  /// Sound runs.
  case started(DuplexOutcome, scheduling: [SchedulingOutcome])
  /// Playback follows the clock of capture, which adds so many frames of latency.
  case following(latencyFrames: Int)
  /// The driver of the capture device is asked to run at the speed of playback.
  case steering
  /// It refuses: the sound begins anew, and from then on playback resamples.
  case steeringRefused
  /// What plays into the capture device goes on at another rate or in another format: it is opened
  /// again.
  case sourceChanged(name: String)
  /// Nothing of the process has run for so many nanoseconds: the machine was paused, or something
  /// more important had it.
  case timeGap(nanoseconds: Int)
  /// The system has no thread for the sound.
  case refused(RealtimeError)
  /// A driver did not let go of its device within the time given to it.
  case closeTimedOut
  /// Something on an audio thread.
  case audio(LiveEvent, value: Int)
  /// So many events of the audio threads were too many to be told.
  case overlooked(Int)
}
