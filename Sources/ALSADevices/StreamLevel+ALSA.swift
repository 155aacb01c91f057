internal import AudioDevices
internal import CALSA

extension StreamLevel {
  /// What goes with an outcome that is not `.ready`.
  static var none: StreamLevel {
    @_noLocks get { StreamLevel(frames: 0, nanoseconds: Int(calsa_now()), isPlausible: false) }
  }

  /// The level of a capture buffer. More than the buffer holds is a driver's mistake.
  @_noLocks
  static func captured(_ frames: Int, of bufferFrames: Int, at time: Int) -> StreamLevel {
    StreamLevel(
      frames: min(frames, bufferFrames), nanoseconds: time,
      isPlausible: frames <= bufferFrames)
  }

  /// The level of a playback buffer, from the room in it.
  @_noLocks
  static func queued(room: Int, of bufferFrames: Int, at time: Int) -> StreamLevel {
    StreamLevel(
      frames: max(bufferFrames &- room, 0), nanoseconds: time,
      isPlausible: room <= bufferFrames)
  }
}
