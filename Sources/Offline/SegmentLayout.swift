internal import Convolution

/// How a sound is cut into segments that several threads render.
///
/// Every segment but the first begins with a run over the frames before it, whose output is thrown
/// away: after that the state is the one that an uninterrupted render would have, bit by bit.
struct SegmentLayout: Equatable {
  /// Threads that render.
  var jobs: Int
  /// Frames of each segment, the last one excepted.
  var frames: Int
  /// Frames rendered before each segment but the first; at most a segment.
  var warmUpFrames: Int

  /// Bytes that the buffers of all segments may take.
  static let memoryBytes = 256 << 20

  /// One thread needs no segments: block follows block.
  static func sequential(blockFrames: Int) -> SegmentLayout {
    SegmentLayout(jobs: 1, frames: blockFrames, warmUpFrames: 0)
  }

  /// - Parameter plans: the partitions of all convolutions that the sound passes one after another.
  /// - Parameter frameCount: of the sound, as far as it is known.
  /// - Parameter frameBytes: of one frame in and out.
  init(
    jobs: Int, plans: [PartitionPlan], blockFrames: Int, frameCount: Int?, frameBytes: Int
  ) {
    let alignment = plans.reduce(blockFrames) { max($0, $1.longestBlockFrames) }
    let memory = plans.reduce(0) { $0 + $1.memoryFrames }
    let warmUp = Self.roundedUp(memory, to: alignment)
    // An eighth of the work is done twice then; longer segments would gain little and cost memory.
    var frames = Self.roundedUp(max(8 * warmUp, 1 << 16), to: alignment)
    var jobs = plans.isEmpty ? 1 : jobs
    if let frameCount {
      // A sound that is no more than some warm-ups long is not worth starting threads for.
      jobs = min(jobs, max(frameCount / (4 * warmUp + 1), 1))
      frames = min(frames, Self.roundedUp((frameCount + jobs - 1) / max(jobs, 1), to: alignment))
    }
    while jobs > 1 {
      let room = Self.memoryBytes / (jobs * max(frameBytes, 1)) - warmUp
      frames = min(frames, room / alignment * alignment)
      if frames >= 2 * warmUp { break }
      // Too large for so many threads: fewer, with longer segments.
      jobs /= 2
      frames = Self.roundedUp(8 * warmUp, to: alignment)
    }
    if jobs > 1 {
      self.init(jobs: jobs, frames: max(frames, alignment), warmUpFrames: warmUp)
    } else {
      self = .sequential(blockFrames: blockFrames)
    }
  }

  init(jobs: Int, frames: Int, warmUpFrames: Int) {
    precondition(jobs > 0 && frames > 0 && (0...frames).contains(warmUpFrames))
    self.jobs = jobs
    self.frames = frames
    self.warmUpFrames = warmUpFrames
  }

  private static func roundedUp(_ frames: Int, to alignment: Int) -> Int {
    (frames + alignment - 1) / alignment * alignment
  }
}
