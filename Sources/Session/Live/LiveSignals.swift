internal import Realtime

/// What the audio threads count, and the flags between them and the control side.
///
/// Handles onto atomics: each thread gets its own by `share` and touches no object.
struct LiveSignals: ~Copyable, Sendable {
  /// Control → both: the devices' clocks run.
  let hasStarted: AtomicFlag
  /// Control → capture: fade out, then end.
  let isStopping: AtomicFlag
  /// Capture, or control before the start → playback: nothing follows what is in the ring.
  let isFinished: AtomicFlag
  /// Capture → playback: the stream has a gap; queue the latency anew.
  let needsRealignment: AtomicFlag
  /// Playback → capture: it stands still until it gets the newest frames.
  let playbackIsHalted: AtomicFlag
  /// Capture → halted playback: the ring holds the newest frames there are.
  let captureIsCurrent: AtomicFlag
  /// Playback → capture: there is nothing to render for any more.
  let playbackEnded: AtomicFlag
  /// Capture and playback → control: a fault has ended the thread; its code is written before.
  let captureFaulted: AtomicFlag
  let playbackFaulted: AtomicFlag

  let captureFault: AtomicCounter
  let playbackFault: AtomicCounter
  let captureXruns: AtomicCounter
  let playbackXruns: AtomicCounter
  let suspensions: AtomicCounter
  /// Frames that were rendered and then dropped, because the ring was full or had to be emptied.
  let droppedFrames: AtomicCounter
  let blocks: AtomicCounter

  init() {
    hasStarted = AtomicFlag()
    isStopping = AtomicFlag()
    isFinished = AtomicFlag()
    needsRealignment = AtomicFlag()
    playbackIsHalted = AtomicFlag()
    captureIsCurrent = AtomicFlag()
    playbackEnded = AtomicFlag()
    captureFaulted = AtomicFlag()
    playbackFaulted = AtomicFlag()
    captureFault = AtomicCounter()
    playbackFault = AtomicCounter()
    captureXruns = AtomicCounter()
    playbackXruns = AtomicCounter()
    suspensions = AtomicCounter()
    droppedFrames = AtomicCounter()
    blocks = AtomicCounter()
  }

  private init(sharing other: borrowing LiveSignals) {
    hasStarted = other.hasStarted.share()
    isStopping = other.isStopping.share()
    isFinished = other.isFinished.share()
    needsRealignment = other.needsRealignment.share()
    playbackIsHalted = other.playbackIsHalted.share()
    captureIsCurrent = other.captureIsCurrent.share()
    playbackEnded = other.playbackEnded.share()
    captureFaulted = other.captureFaulted.share()
    playbackFaulted = other.playbackFaulted.share()
    captureFault = other.captureFault.share()
    playbackFault = other.playbackFault.share()
    captureXruns = other.captureXruns.share()
    playbackXruns = other.playbackXruns.share()
    suspensions = other.suspensions.share()
    droppedFrames = other.droppedFrames.share()
    blocks = other.blocks.share()
  }

  /// Handles onto the same atomics. Thread: control.
  borrowing func share() -> LiveSignals { LiveSignals(sharing: self) }
}
