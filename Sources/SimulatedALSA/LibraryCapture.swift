internal import ALSADevices
package import AudioDevices
internal import SignalProcessing
package import SimulatedDevices

/// The capture side of a simulated card through the real libasound, and through what the daemon opens
/// it with.
package final class LibraryCapture: CaptureDevice, SimulatedDevice {
  package let name: String
  package let format: StreamFormat
  package let stream: SimulatedStream
  private let device: ALSACapture

  /// - Throws: `failed` and what libasound says.
  package init(_ stream: SimulatedStream, name: String) throws(DeviceError) {
    device = try ALSACapture(
      adopting: try stream.openInLibrary(name: name), name: name, request: stream.request)
    self.stream = stream
    self.name = name
    format = device.format
  }

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

  package func readPeriod(into destination: UnsafeMutablePointer<Float>) -> TransferOutcome {
    let number = stream.nextNumber
    let outcome = device.readPeriod(into: destination)
    stream.noted(.read, outcome, number)
    if outcome == .ready {
      stream.world.checker?.captured(from: number, frames: format.periodFrames)
    }
    return outcome
  }

  package func stop() {
    device.stop()
    stream.noted(.stop, .ready)
  }

  package func wakeTime(frames: Int) -> Int { stream.wakeTime(frames: frames) }
}

extension SimulatedStream {
  /// What a device of the daemon is asked for, so that it is the same as the model's.
  var request: StreamRequest {
    StreamRequest(
      sampleRate: format.sampleRate, channelCount: format.channelCount,
      periodFrames: format.periodFrames, bufferFrames: format.bufferFrames,
      sampleFormat: .float32)
  }

  func openInLibrary(name: String) throws(DeviceError) -> OpaquePointer {
    let (pcm, error) = CardHooks.open(self, name: name)
    if let pcm { return pcm }
    throw DeviceError(
      kind: .failed, device: name,
      message: "libasound does not open the simulated card (errno \(error)); see its version")
  }

  /// A level with the simulation's time in the place of the real one, which is all that the library
  /// knows.
  func atVirtualTime(
    _ answer: (outcome: TransferOutcome, level: StreamLevel)
  ) -> (outcome: TransferOutcome, level: StreamLevel) {
    var level = answer.level
    level.nanoseconds = world.time.now
    return (answer.outcome, level)
  }
}
