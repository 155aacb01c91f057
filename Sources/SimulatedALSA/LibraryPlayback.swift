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

  package func prepare() -> TransferOutcome {
    stream.noted(.prepare, device.prepare())
  }

  package func start() -> TransferOutcome {
    stream.noted(.start, device.start())
  }

  package func level() -> (outcome: TransferOutcome, level: StreamLevel) {
    let (outcome, level) = stream.atVirtualTime(device.level())
    return (stream.noted(.level, outcome, level.frames), level)
  }

  package func wait(frames: Int, timeoutNanoseconds: Int) -> TransferOutcome {
    stream.noted(.wait, device.wait(frames: frames, timeoutNanoseconds: 0))
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
    stream.noted(event, result.outcome, result.frames)
    return result
  }

  package func drain() -> TransferOutcome {
    stream.noted(.drain, device.drain())
  }

  package func stop() {
    device.stop()
    stream.noted(.stop, .ready)
  }

  package func wakeTime(frames: Int) -> Int { stream.wakeTime(frames: frames) }
}
