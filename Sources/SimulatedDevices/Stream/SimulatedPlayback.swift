package import AudioDevices
internal import Glibc

/// The playback side of a simulated card, as a session sees it.
package final class SimulatedPlayback: PlaybackDevice, SimulatedDevice {
  package let name: String
  package let format: StreamFormat
  /// What the kernel keeps.
  package let stream: SimulatedStream
  /// Always 0: the buffer holds floating point.
  package var clippedSampleCount: Int { 0 }

  init(_ stream: SimulatedStream, name: String) {
    self.stream = stream
    self.name = name
    format = stream.format
  }

  private func note(_ event: Trace.Event, _ outcome: TransferOutcome, _ number: Int = 0) {
    stream.world.trace.note(event, 1, outcome.number, number)
  }

  package func prepare() -> TransferOutcome {
    let outcome = stream.makeReady()
    note(.prepare, outcome)
    return outcome
  }

  package func start() -> TransferOutcome {
    let code = stream.start()
    let outcome = code < 0 ? stream.outcome(of: code) : .ready
    note(.start, outcome)
    return outcome
  }

  package func level() -> (outcome: TransferOutcome, level: StreamLevel) {
    let level = stream.level(extra: 0)
    note(.level, level.outcome, level.level.frames)
    return level
  }

  /// Looks once and does not wait: in a simulation the ``Scheduler`` does.
  package func wait(frames: Int, timeoutNanoseconds: Int) -> TransferOutcome {
    let outcome = stream.poll(frames: frames)
    note(.wait, outcome)
    return outcome
  }

  package func write(
    _ source: UnsafePointer<Float>, frames: Int
  ) -> (outcome: TransferOutcome, frames: Int) { transfer(source, frames, .write) }

  package func writeSilence(frames: Int) -> (outcome: TransferOutcome, frames: Int) {
    transfer(nil, frames, .silence)
  }

  private func transfer(
    _ source: UnsafePointer<Float>?, _ frames: Int, _ event: Trace.Event
  ) -> (outcome: TransferOutcome, frames: Int) {
    let code = frames > 0 ? stream.write(source, frames: frames) : 0
    let outcome = code < 0 ? stream.outcome(of: code) : .ready
    // No room for now, which is no trouble.
    let told = outcome == .notYet ? .ready : outcome
    note(event, told, max(code, 0))
    return (told, max(code, 0))
  }

  package func drain() -> TransferOutcome {
    // One that has run dry is told as such, and not drained.
    stream.sync()
    let code = stream.state == .xrun ? -Int(EPIPE) : stream.drain()
    let outcome: TransferOutcome = code == 0 ? .ready : stream.outcome(of: code)
    note(.drain, outcome)
    return outcome
  }

  package func stop() {
    stream.drop()
    note(.stop, .ready)
  }

  /// When a wait for so much room would end by itself.
  package func wakeTime(frames: Int) -> Int { stream.wakeTime(frames: frames) }
}
