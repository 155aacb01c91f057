import AudioDevices
import Glibc
import Testing

@testable import ALSADevices

/// The smallest engine: what is captured is played.
struct Wire {
  let capture: ALSACapture
  let playback: ALSAPlayback
  private var planar: [Float]
  private var interleaved: [Float]

  init(_ capture: ALSACapture, _ playback: ALSAPlayback) {
    self.capture = capture
    self.playback = playback
    planar = [Float](repeating: 0, count: 2 * capture.format.periodFrames)
    interleaved = planar
  }

  func start(silentPeriods: Int) -> DuplexOutcome {
    #expect(capture.prepare().isReady)
    #expect(playback.prepare().isReady)
    _ = playback.writeSilence(frames: silentPeriods * playback.format.periodFrames)
    return DuplexStart.start(capture, playback)
  }

  /// Carries periods until all are queued or a device says anything but ready.
  mutating func carry(periods: Int) -> TransferOutcome {
    for _ in 0..<periods {
      let outcome = carryOne()
      guard outcome.isReady else { return outcome }
    }
    return .ready
  }

  private mutating func carryOne() -> TransferOutcome {
    let frames = capture.format.periodFrames
    let woken = capture.waitForPeriod(milliseconds: 2000)
    guard woken.isReady else { return woken }
    let read = capture.readPeriod(into: &planar)
    guard read.isReady else { return read }
    for frame in 0..<frames {
      interleaved[2 * frame] = planar[frame]
      interleaved[2 * frame + 1] = planar[frames + frame]
    }
    var done = 0
    while done < frames {
      let woken = playback.waitForPeriod(milliseconds: 2000)
      guard woken.isReady else { return woken }
      let (outcome, count) = interleaved.withUnsafeBufferPointer { samples in
        samples.baseAddress.map { playback.write($0 + 2 * done, frames: frames - done) }
          ?? (.lost, 0)
      }
      guard outcome.isReady else { return outcome }
      done += count
    }
    return .ready
  }
}

extension TransferOutcome {
  var isReady: Bool { self == .ready }
}

/// Whether a transfer was ready and took so many frames.
func == (result: (outcome: TransferOutcome, frames: Int), frames: Int) -> Bool {
  result.outcome.isReady && result.frames == frames
}

extension StreamDevice {
  func waitForPeriod(milliseconds: Int) -> TransferOutcome {
    wait(
      frames: format.periodFrames, timeoutNanoseconds: milliseconds * 1_000_000)
  }
}

extension ALSACapture {
  func restart() -> TransferOutcome {
    let outcome = prepare()
    return outcome.isReady ? start() : outcome
  }
}

extension ALSAPlayback {
  /// Has all that is queued played, or gives up after the time.
  func drainToEnd(milliseconds: Int) -> TransferOutcome {
    for _ in 0..<milliseconds {
      let outcome = drain()
      if outcome != .notYet { return outcome }
      usleep(1000)
    }
    return .notYet
  }
}
