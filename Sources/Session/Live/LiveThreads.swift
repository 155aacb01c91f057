internal import AudioDevices
internal import Engine
internal import Realtime

/// Steps the capture loop in real time.
struct CaptureThread: ~Copyable {
  private var loop: CaptureLoop
  private let gate: WakeSignal
  private let mayRun: AtomicFlag

  init(loop: consuming CaptureLoop, gate: consuming WakeSignal, mayRun: consuming AtomicFlag) {
    self.loop = loop
    self.gate = gate
    self.mayRun = mayRun
  }

  /// Waits for the gate, then steps until the loop has ended. Thread: audio.
  mutating func run() {
    while !gate.wait(timeoutNanoseconds: -1) {}
    guard mayRun.isRaised else { return }
    var woken = TransferOutcome.notYet
    while true {
      RealtimeSection.enter()
      // A library that a plugin called may have left it off.
      if Denormals.restoreFlushToZero() {
        loop.noteLostFlushing(now: MonotonicClock.nanoseconds)
      }
      let wake = loop.step(now: MonotonicClock.nanoseconds, woken: woken)
      RealtimeSection.exit()
      switch wake {
      case .frames(let frames, let time):
        woken = loop.device.wait(frames: frames, timeoutNanoseconds: time)
      case .pause(let time), .signal(let time):
        // Nobody signals the capture side: it follows its device.
        MonotonicClock.sleep(nanoseconds: time)
        woken = .notYet
      case .ended: return
      }
    }
  }

  /// Gives the engine back. Thread: audio, after its last step.
  consuming func takeEngine() -> BlockAdapter { loop.takeEngine() }
}

/// Steps the playback loop in real time.
struct PlaybackThread: ~Copyable {
  private var loop: PlaybackLoop
  private let wake: WakeSignal
  private let gate: WakeSignal
  private let mayRun: AtomicFlag

  init(
    loop: consuming PlaybackLoop, wake: consuming WakeSignal, gate: consuming WakeSignal,
    mayRun: consuming AtomicFlag
  ) {
    self.loop = loop
    self.wake = wake
    self.gate = gate
    self.mayRun = mayRun
  }

  /// Waits for the gate, then steps until the loop has ended. Thread: audio.
  mutating func run() {
    while !gate.wait(timeoutNanoseconds: -1) {}
    guard mayRun.isRaised else { return }
    var woken = TransferOutcome.notYet
    while true {
      RealtimeSection.enter()
      if Denormals.restoreFlushToZero() {
        loop.noteLostFlushing(now: MonotonicClock.nanoseconds)
      }
      let next = loop.step(now: MonotonicClock.nanoseconds, woken: woken)
      RealtimeSection.exit()
      woken = .notYet
      switch next {
      case .frames(let frames, let time):
        woken = loop.device.wait(frames: frames, timeoutNanoseconds: time)
      case .signal(let time): _ = wake.wait(timeoutNanoseconds: time)
      case .pause(let time): MonotonicClock.sleep(nanoseconds: time)
      case .ended: return
      }
    }
  }
}
