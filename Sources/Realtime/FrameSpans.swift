/// Frames of a ring in place: two runs, because a run may end at the ring's edge and go on at its
/// beginning. Interleaved.
///
/// Valid until the end that gave it commits, writes, reads, discards or goes away.
@frozen
public struct FrameSpans {
  /// The earlier frames. Empty only when `frames` is 0.
  public let first: UnsafeMutableBufferPointer<Float>
  /// The frames after `first`; mostly empty.
  public let second: UnsafeMutableBufferPointer<Float>
  /// Frames in both runs together.
  public let frames: Int

  /// The run of `frames` from `position`, both below or at the ring's capacity.
  @_noLocks
  init(
    samples: UnsafeMutablePointer<Float>, capacityFrames: Int, channelCount: Int, position: Int,
    frames: Int
  ) {
    let untilEdge = min(frames, capacityFrames - position)
    first = UnsafeMutableBufferPointer(
      start: samples + position * channelCount, count: untilEdge * channelCount)
    second = UnsafeMutableBufferPointer(
      start: samples, count: (frames - untilEdge) * channelCount)
    self.frames = frames
  }
}
