internal import AudioDevices
internal import Session
internal import SimulatedDevices

/// One audio loop of a session as a process of the scheduler.
final class LoopProcess: SimulatedProcess {
  let device: (any SimulatedDevice)?
  private let stepLoop: (Int, TransferOutcome) -> LiveWake
  private let clearSignal: () -> Bool
  private(set) var hasEnded = false

  init(
    device: (any SimulatedDevice)?, step: @escaping (Int, TransferOutcome) -> LiveWake,
    clearSignal: @escaping () -> Bool
  ) {
    self.device = device
    stepLoop = step
    self.clearSignal = clearSignal
  }

  func takeSignal() -> Bool { clearSignal() }

  func step(now: Int, woken: TransferOutcome) -> SimulatedWake {
    switch stepLoop(now, woken) {
    case .frames(let frames, let time): return .frames(frames, atMost: time)
    case .signal(let time): return .signal(atMost: time)
    case .pause(let time): return .pause(time)
    case .ended:
      hasEnded = true
      return .ended
    }
  }

  /// Steps to the end while the caller waits, as a thread does that is joined.
  func finish(_ time: VirtualTime) {
    var woken = TransferOutcome.notYet
    while !hasEnded {
      let wake = step(now: time.now, woken: woken)
      woken = .notYet
      switch wake {
      case .frames(let frames, let longest):
        let end = time.now + longest
        time.advance(to: min(device?.wakeTime(frames: frames) ?? end, end) + 1)
        woken = device?.wait(frames: frames, timeoutNanoseconds: 0) ?? .notYet
      case .signal(let longest), .pause(let longest): time.advance(by: longest + 1)
      case .ended: break
      }
    }
  }
}
