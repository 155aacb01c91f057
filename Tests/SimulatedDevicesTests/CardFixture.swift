import AudioDevices
import SignalProcessing
import SimulatedDevices

/// Two cards in virtual time, with devices to open.
struct CardFixture {
  let world: SimulatedWorld
  let captureCard: SimulatedCard
  let playbackCard: SimulatedCard
  let provider: SimulatedDeviceProvider

  init(
    seed: UInt64 = 1, sampleRate: Int = 8000, periodFrames: Int = 256, bufferFrames: Int = 1024,
    capture: SampleClock.Drift = .init(), playback: SampleClock.Drift = .init()
  ) {
    world = SimulatedWorld(seed: seed)
    captureCard = SimulatedCard(
      name: "in", world: world, sampleRate: sampleRate, drift: capture, purpose: .captureClock)
    playbackCard = SimulatedCard(
      name: "out", world: world, sampleRate: sampleRate, drift: playback, purpose: .playbackClock)
    let request = StreamRequest(
      sampleRate: sampleRate, channelCount: 2, periodFrames: periodFrames,
      bufferFrames: bufferFrames)
    provider = SimulatedDeviceProvider(
      world: world, capture: captureCard, playback: playbackCard, captureRequest: request,
      playbackRequest: request)
  }

  /// The time of so many frames at the nominal rate, and a nanosecond for rounding.
  func nanoseconds(_ frames: Int) -> Int {
    frames * 1_000_000_000 / captureCard.clock.nominalRate + 1
  }

  func pass(frames: Int) { world.time.advance(by: nanoseconds(frames)) }

  /// An open capture device, prepared and started.
  func runningCapture() throws -> SimulatedCapture {
    let device = try openCapture()
    precondition(device.prepare() == .ready)
    precondition(device.start() == .ready)
    return device
  }

  /// An open playback device that holds so many frames, started.
  func runningPlayback(holding frames: Int) throws -> SimulatedPlayback {
    let device = try openPlayback()
    precondition(device.prepare() == .ready)
    precondition(device.writeSilence(frames: frames) == (.ready, frames))
    precondition(device.start() == .ready)
    return device
  }

  func openCapture() throws -> SimulatedCapture {
    _ = try provider.openCapture()
    return provider.captureDevice!
  }

  func openPlayback() throws -> SimulatedPlayback {
    _ = try provider.openPlayback()
    return provider.playbackDevice!
  }
}

extension SimulatedCapture {
  /// One period, as `[left..., right...]`.
  func readPeriod() -> (outcome: TransferOutcome, samples: [Float]) {
    var samples = [Float](repeating: -1, count: format.channelCount * format.periodFrames)
    let outcome = samples.withUnsafeMutableBufferPointer { readPeriod(into: $0.baseAddress!) }
    return (outcome, samples)
  }
}

extension SimulatedPlayback {
  func write(_ samples: [Float]) -> (outcome: TransferOutcome, frames: Int) {
    samples.withUnsafeBufferPointer {
      write($0.baseAddress!, frames: samples.count / format.channelCount)
    }
  }
}
