package import AudioDevices
internal import Glibc

/// The capture side of a simulated card, as a session sees it.
package final class SimulatedCapture: CaptureDevice, SimulatedDevice {
  package let name: String
  package let format: StreamFormat
  /// What the kernel keeps.
  package let stream: SimulatedStream
  /// Frames of the current period that were read already, and the number of the first.
  private var filledFrames = 0
  private var filledNumber = 0

  init(_ stream: SimulatedStream, name: String) {
    self.stream = stream
    self.name = name
    format = stream.format
  }

  package func prepare() -> TransferOutcome {
    filledFrames = 0
    return stream.noted(.prepare, stream.makeReady())
  }

  package func start() -> TransferOutcome {
    let code = stream.start()
    return stream.noted(.start, code < 0 ? stream.outcome(of: code) : .ready)
  }

  package func level() -> (outcome: TransferOutcome, level: StreamLevel) {
    let (outcome, level) = stream.level(extra: filledFrames)
    return (stream.noted(.level, outcome, level.frames), level)
  }

  /// Looks once and does not wait: in a simulation the ``Scheduler`` does.
  package func wait(frames: Int, timeoutNanoseconds: Int) -> TransferOutcome {
    stream.noted(.wait, stream.poll(frames: frames - filledFrames))
  }

  package func readPeriod(into destination: UnsafeMutablePointer<Float>) -> TransferOutcome {
    let outcome = fill()
    stream.noted(.read, outcome, filledNumber)
    guard outcome == .ready else { return outcome }
    filledFrames = 0
    stream.world.checker?.captured(from: filledNumber, frames: format.periodFrames)
    Payload.fill(
      destination, from: filledNumber, frames: format.periodFrames,
      channelCount: format.channelCount, kind: stream.world.payload)
    return .ready
  }

  private func fill() -> TransferOutcome {
    while filledFrames < format.periodFrames {
      if filledFrames == 0 { filledNumber = stream.firstNumber + stream.application }
      let code = stream.read(frames: format.periodFrames - filledFrames)
      if code <= 0 { return code == 0 ? .notYet : stream.outcome(of: code) }
      filledFrames += code
      // A driver that gave less than it had is asked again later, as a real one is.
      if filledFrames < format.periodFrames { return .notYet }
    }
    return .ready
  }

  package func stop() {
    filledFrames = 0
    stream.drop()
    stream.noted(.stop, .ready)
  }

  /// When a wait for so many frames would end by itself.
  package func wakeTime(frames: Int) -> Int { stream.wakeTime(frames: frames - filledFrames) }
}

extension TransferOutcome {
  /// For a trace: below 0 for an errno.
  package var number: Int {
    switch self {
    case .ready: 0
    case .notYet: 1
    case .xrun: 2
    case .suspended: 3
    case .lost: 4
    case .failed(let code): -Int(code)
    }
  }
}
