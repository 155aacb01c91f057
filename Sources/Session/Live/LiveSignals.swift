internal import Realtime

/// What the audio threads count, and the flags between them and the control side.
///
/// Handles onto atomics: each thread gets its own by `share` and touches no object.
struct LiveSignals: ~Copyable, Sendable {
  /// Control → playback: fade out, then end.
  let isStopping: AtomicFlag
  /// Capture, or control when a start failed → playback: nothing follows what is in the ring.
  let captureEnded: AtomicFlag
  /// Playback, or control when a start failed → capture: nothing is to be rendered any more.
  let captureIsDone: AtomicFlag
  /// Playback → control: all that will be heard was heard.
  let playbackEnded: AtomicFlag
  /// Each thread → control: the code of the fault that ended it; 0 for none.
  let captureFault: AtomicNumber
  let playbackFault: AtomicNumber

  /// Capture → playback: when the first frame of the ring was captured, had there been no gap since;
  /// nanoseconds.
  let epoch: AtomicNumber
  /// Capture → playback: the place in the ring, counted in frames since the start, from which
  /// `epoch` holds.
  let epochFrame: AtomicNumber
  /// Capture → playback: how often there was a gap. Published by the ring's commit.
  let gaps: AtomicCounter

  /// Each thread → control: how often it has woken up.
  let captureBeats: AtomicCounter
  let playbackBeats: AtomicCounter
  /// Capture → control: the output is muted since something that must not be heard.
  let isMuted: AtomicFlag
  /// Capture → control: the untouched input is heard in place of the chain.
  let standsIn: AtomicFlag
  /// Playback → capture: mute the output, the devices do not fit.
  let mustMute: AtomicFlag
  /// Control → capture: have it heard again.
  let mustUnmute: AtomicFlag
  /// Playback → control: frames between a sample in and the same sample out.
  let latencyFrames: AtomicNumber
  /// Playback → control: how much faster the capture device's clock runs, in thousand-millionths.
  let differencePPB: AtomicNumber
  /// Playback → control: what a steered source's driver is to be asked for, in thousand-millionths.
  let correctionPPB: AtomicNumber
  let counters: AtomicCounters

  init(latencyFrames: Int) {
    isStopping = AtomicFlag()
    captureEnded = AtomicFlag()
    captureIsDone = AtomicFlag()
    playbackEnded = AtomicFlag()
    captureFault = AtomicNumber(0)
    playbackFault = AtomicNumber(0)
    epoch = AtomicNumber(0)
    epochFrame = AtomicNumber(0)
    gaps = AtomicCounter()
    isMuted = AtomicFlag()
    standsIn = AtomicFlag()
    mustMute = AtomicFlag()
    mustUnmute = AtomicFlag()
    captureBeats = AtomicCounter()
    playbackBeats = AtomicCounter()
    self.latencyFrames = AtomicNumber(latencyFrames)
    differencePPB = AtomicNumber(0)
    correctionPPB = AtomicNumber(0)
    counters = AtomicCounters(count: LiveCount.allCases.count)
  }

  private init(sharing other: borrowing LiveSignals) {
    isStopping = other.isStopping.share()
    captureEnded = other.captureEnded.share()
    captureIsDone = other.captureIsDone.share()
    playbackEnded = other.playbackEnded.share()
    captureFault = other.captureFault.share()
    playbackFault = other.playbackFault.share()
    epoch = other.epoch.share()
    epochFrame = other.epochFrame.share()
    gaps = other.gaps.share()
    isMuted = other.isMuted.share()
    standsIn = other.standsIn.share()
    mustMute = other.mustMute.share()
    mustUnmute = other.mustUnmute.share()
    captureBeats = other.captureBeats.share()
    playbackBeats = other.playbackBeats.share()
    latencyFrames = other.latencyFrames.share()
    differencePPB = other.differencePPB.share()
    correctionPPB = other.correctionPPB.share()
    counters = other.counters.share()
  }

  /// Handles onto the same atomics. Thread: control.
  borrowing func share() -> LiveSignals { LiveSignals(sharing: self) }

  /// Counts. Thread: any.
  @_noLocks
  borrowing func count(_ count: LiveCount, _ amount: Int = 1) {
    counters.add(amount, to: count.rawValue)
  }

  subscript(count: LiveCount) -> Int {
    @_noLocks get { counters[count.rawValue] }
  }
}
