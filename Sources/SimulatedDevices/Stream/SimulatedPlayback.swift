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

  package func prepare() -> TransferOutcome {
    stream.noted(.prepare, stream.makeReady())
  }

  package func start() -> TransferOutcome {
    let code = stream.start()
    return stream.noted(.start, code < 0 ? stream.outcome(of: code) : .ready)
  }

  package func level() -> (outcome: TransferOutcome, level: StreamLevel) {
    let (outcome, level) = stream.level(extra: 0)
    return (stream.noted(.level, outcome, level.frames), level)
  }

  /// Looks once and does not wait: in a simulation the ``Scheduler`` does.
  package func wait(frames: Int, timeoutNanoseconds: Int) -> TransferOutcome {
    stream.noted(.wait, stream.poll(frames: frames))
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
    stream.noted(event, told, max(code, 0))
    return (told, max(code, 0))
  }

  package func drain() -> TransferOutcome {
    // One that has run dry is told as such, and not drained.
    stream.sync()
    let code = stream.state == .xrun ? -Int(EPIPE) : stream.drain()
    return stream.noted(.drain, code == 0 ? .ready : stream.outcome(of: code))
  }

  package func stop() {
    stream.drop()
    stream.noted(.stop, .ready)
  }

  /// When a wait for so much room would end by itself.
  package func wakeTime(frames: Int) -> Int { stream.wakeTime(frames: frames) }
}
