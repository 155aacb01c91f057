internal import ALSADevices
package import AudioDevices
package import SimulatedDevices

/// The playback side of a simulated card through the real libasound, and through what the daemon opens
/// it with.
package final class LibraryPlayback: PlaybackDevice, SimulatedDevice {
  package let name: String
  package let format: StreamFormat
  package let stream: SimulatedStream
  private let device: ALSAPlayback

  /// - Throws: `failed` and what libasound says.
  package init(_ stream: SimulatedStream, name: String) throws(DeviceError) {
    device = try ALSAPlayback(
      adopting: try stream.openInLibrary(name: name), name: name, request: stream.request)
    self.stream = stream
    self.name = name
    format = device.format
  }

  package var clippedSampleCount: Int { device.clippedSampleCount }

  private func note(_ event: Trace.Event, _ outcome: TransferOutcome, _ number: Int = 0) {
    stream.world.trace.note(event, 1, outcome.number, number)
  }

  package func prepare() -> TransferOutcome {
    let outcome = device.prepare()
    note(.prepare, outcome)
    return outcome
  }

  package func start() -> TransferOutcome {
    let outcome = device.start()
    note(.start, outcome)
    return outcome
  }

  package func level() -> (outcome: TransferOutcome, level: StreamLevel) {
    let (outcome, level) = stream.atVirtualTime(device.level())
    note(.level, outcome, level.frames)
    return (outcome, level)
  }

  package func wait(frames: Int, timeoutNanoseconds: Int) -> TransferOutcome {
    let outcome = device.wait(frames: frames, timeoutNanoseconds: 0)
    note(.wait, outcome)
    return outcome
  }

  package func write(
    _ source: UnsafePointer<Float>, frames: Int
  ) -> (outcome: TransferOutcome, frames: Int) {
    noted(.write, device.write(source, frames: frames))
  }

  package func writeSilence(frames: Int) -> (outcome: TransferOutcome, frames: Int) {
    stream.writesSilence = true
    defer { stream.writesSilence = false }
    return noted(.silence, device.writeSilence(frames: frames))
  }

  private func noted(
    _ event: Trace.Event, _ result: (outcome: TransferOutcome, frames: Int)
  ) -> (outcome: TransferOutcome, frames: Int) {
    note(event, result.outcome, result.frames)
    return result
  }

  package func drain() -> TransferOutcome {
    let outcome = device.drain()
    note(.drain, outcome)
    return outcome
  }

  package func stop() {
    device.stop()
    note(.stop, .ready)
  }

  package func wakeTime(frames: Int) -> Int { stream.wakeTime(frames: frames) }
}
