import AudioDevices
import SimulatedDevices

/// The simplest session there is: a period in, the same period out; after any trouble, both anew.
final class DuplexSubject: SimulatedProcess {
  let fixture: CardFixture
  let latencyFrames: Int
  var device: (any SimulatedDevice)? { capture }
  private(set) var restartCount = 0
  /// Frames for which playback had no room.
  private(set) var droppedFrames = 0
  private(set) var accounts = SessionAccounts()
  private var capture: SimulatedCapture?
  private var playback: SimulatedPlayback?
  private var planar: [Float]
  private var interleaved: [Float]

  init(_ fixture: CardFixture, latencyFrames: Int) {
    self.fixture = fixture
    self.latencyFrames = latencyFrames
    let count = 2 * fixture.provider.captureRequest.periodFrames
    planar = [Float](repeating: 0, count: count)
    interleaved = [Float](repeating: 0, count: count)
  }

  func takeSignal() -> Bool { false }

  func step(now: Int, woken: TransferOutcome) -> SimulatedWake {
    guard let capture, let playback else { return open() }
    if woken == .notYet { return waiting() }
    var outcome = woken
    if outcome == .ready {
      outcome = planar.withUnsafeMutableBufferPointer { capture.readPeriod(into: $0.baseAddress!) }
    }
    if outcome == .notYet { return waiting() }
    if outcome == .ready { outcome = pass(to: playback) }
    switch outcome {
    case .ready: return waiting()
    case .lost: return close()
    default: return restart()
    }
  }

  private func waiting() -> SimulatedWake {
    .frames(planar.count / 2, atMost: 50_000_000)
  }

  private func pass(to playback: SimulatedPlayback) -> TransferOutcome {
    let frames = planar.count / 2
    for frame in 0..<frames {
      interleaved[2 * frame] = planar[frame]
      interleaved[2 * frame + 1] = planar[frames + frame]
    }
    accounts.renderedFrames += frames
    var done = 0
    while done < frames {
      let written = interleaved.withUnsafeBufferPointer {
        playback.write($0.baseAddress! + 2 * done, frames: frames - done)
      }
      if written.outcome != .ready || written.frames == 0 {
        accounts.overflowFrames += frames - done
        droppedFrames += frames - done
        return written.outcome
      }
      done += written.frames
    }
    return .ready
  }

  private func open() -> SimulatedWake {
    do {
      _ = try capture == nil ? fixture.openCapture() : capture!
      _ = try fixture.openPlayback()
    } catch {
      return close()
    }
    capture = fixture.provider.captureDevice
    playback = fixture.provider.playbackDevice
    return restart()
  }

  private func close() -> SimulatedWake {
    if let device = fixture.provider.captureDevice { fixture.provider.close(device) }
    if let device = fixture.provider.playbackDevice { fixture.provider.close(device) }
    capture = nil
    playback = nil
    return .pause(100_000_000)
  }

  private func restart() -> SimulatedWake {
    guard let capture, let playback else { return close() }
    restartCount += 1
    for outcome in [capture.prepare(), playback.prepare()] where outcome != .ready {
      return outcome == .lost ? close() : .pause(10_000_000)
    }
    let silence = playback.writeSilence(frames: latencyFrames)
    accounts.paddingFrames += silence.frames
    let outcome = fixture.provider.start(capture, playback)
    return outcome == .oneByOne ? waiting() : .pause(10_000_000)
  }
}

extension CardFixture {
  /// Runs the simplest session for so long, and says what was heard and how it did.
  func runDuplex(
    seconds: Int, latencyFrames: Int, rules: Checker.Rules = .init(), habits: WakeHabits = .init(),
    script: [ScriptedChange] = []
  ) -> (subject: DuplexSubject, checker: Checker) {
    let subject = DuplexSubject(self, latencyFrames: latencyFrames)
    let checker = Checker(world: world, source: captureCard, rules: rules)
    world.checker = checker
    let bench = SimulatedBench(world: world, provider: provider, script: script)
    bench.scheduler.add(subject, role: .capture, habits: habits)
    bench.scheduler.run(until: world.time.now + seconds * 1_000_000_000)
    world.checker = nil
    return (subject, checker)
  }
}
