import AudioDevices
import SignalProcessing

/// Two sound cards on one clock, which stands still unless the test moves it.
///
/// A captured sample is the frame's time plus one on the first channel, and its negative on the
/// second; what is heard is written down with the time at which it was. Latency can so be read from
/// the samples. Between two periods the cards wait until playback has answered to the last one,
/// so that a run is the same every time although two real threads are at work.
struct LiveCards {
  var format: StreamFormat

  // The clock and what is in the cards.
  /// Frames since the start.
  var now = 0
  var captureRuns = false
  var playbackRuns = false
  /// The times at which periods began that were captured and not read yet.
  var captured: [Int] = []
  /// Frames of the first channel that were written and not heard yet.
  var queue: [Float] = []
  /// Playback underran and was not reset yet.
  var isDry = false
  /// Playback was reset and not started again yet.
  var isHalted = false
  /// What was heard, silence apart.
  var heard: [(time: Int, sample: Float)] = []
  /// Frames whose channels were not each other's negative.
  var tornFrames = 0

  // Where the threads are.
  /// A block was rendered, and playback has not written it, nor halted because of it.
  var owesAnswer = false
  var captureIsWaiting = false
  /// A device has failed for good, or a thread has hung.
  var isOver = false
  var hasHung = false

  // What goes wrong.
  /// What the next waits of the capture side end in.
  var captureWaits: [TransferOutcome] = []
  var captureReads: [TransferOutcome] = []
  var captureRecoveries: [TransferOutcome] = []
  var playbackWrites: [TransferOutcome] = []
  var playbackResets: [TransferOutcome] = []
  var captureStartError: DeviceError?
  var playbackStartError: DeviceError?
  var captureIsStalled = false
  /// Playback's clock stands still; a reset moves it again.
  var playbackIsStalled = false
  /// Periods that pass while playback is being filled again.
  var periodsDuringRefill = 0

  // What was asked of the cards.
  var calls: [String] = []
  /// Frames of silence written while playback stood still.
  var prefills: [Int] = []
  var drainMilliseconds: [Int32] = []

  init(format: StreamFormat) { self.format = format }

  /// Lets one period pass.
  mutating func pass() {
    if captureRuns { captured.append(now) }
    if playbackRuns && !playbackIsStalled { playPeriod() }
    now += format.periodFrames
  }

  private mutating func playPeriod() {
    let frames = min(format.periodFrames, queue.count)
    hear(frames)
    if frames < format.periodFrames {
      isDry = true
      playbackRuns = false
    }
  }

  private mutating func hear(_ frames: Int) {
    for frame in 0..<frames where queue[frame] != 0 { heard.append((now + frame, queue[frame])) }
    queue.removeFirst(frames)
  }

  /// Whether the capture side may have the next period. Halted playback answers to the last only.
  var isReadable: Bool { !captured.isEmpty && (!owesAnswer || isHalted) }

  /// Whether both sides have done all that they can do at this time.
  var isSettled: Bool { isOver || captured.isEmpty && !owesAnswer && captureIsWaiting }

  mutating func drain() {
    hear(queue.count)
    playbackRuns = false
  }

  /// Notes what an outcome will lead to.
  mutating func handOut(_ outcome: TransferOutcome) -> TransferOutcome {
    switch outcome {
    case .lost, .failed:
      isOver = true
      owesAnswer = false
    case .xrun, .suspended: owesAnswer = true
    case .ready, .timedOut: break
    }
    return outcome
  }
}
