internal import AudioDevices
internal import Convolution
internal import Engine
internal import Session
internal import SimulatedALSA
internal import SimulatedDevices

/// What a plan is carried out with.
extension SimulationPlan {
  func makeProvider(_ world: SimulatedWorld) -> SimulatedDeviceProvider {
    let capture = SimulatedCard(
      name: "in", world: world, sampleRate: sampleRate, drift: captureDrift,
      purpose: .captureClock)
    let playback =
      isOneCard
      ? capture
      : SimulatedCard(
        name: "out", world: world, sampleRate: sampleRate, drift: playbackDrift,
        purpose: .playbackClock)
    capture[.capture].habits = captureHabits
    playback[.playback].habits = playbackHabits
    let request = StreamRequest(
      sampleRate: sampleRate, channelCount: channelCount, periodFrames: periodFrames,
      bufferFrames: bufferFrames)
    let provider = SimulatedDeviceProvider(
      world: world, capture: capture, playback: playback, captureRequest: request,
      playbackRequest: request)
    provider.canLink = isOneCard
    provider.canSteer = coupling == .steered
    if layer == .library { provider.openInLibrary() }
    return provider
  }

  func makeService(_ bench: SimulatedBench) -> LiveService {
    LiveService(
      provider: bench.provider, engine: makeEngine(), periodFrames: periodFrames,
      options: .init(
        latencyFrames: latencyFrames, fadeFrames: sampleRate / 50,
        matching: coupling == .free ? .off : .auto,
        onFault: bypassGain.map { .bypass(gain: $0) } ?? .mute),
      makeDriver: { [unowned bench] in SimulatedDriver(bench, self) })
  }

  /// Frames pass it unchanged: every sample that is heard proves where it came from. But for those that
  /// a filter is tried on.
  private func makeEngine() -> BlockAdapter {
    let block = BlockAdapter.blockFrames(for: periodFrames)
    if let filter {
      let engine = RenderEngine(filter.chain, blockFrames: block) {
        filter.plan($0, blockFrames: block)
      }
      return BlockAdapter(engine, callFrames: periodFrames)
    }
    let engine = RenderEngine(
      Chain(inputCount: channelCount, stages: []), blockFrames: block
    ) { .uniform(blockFrames: block, tapCount: $0.tapCount) }
    return BlockAdapter(engine, callFrames: periodFrames)
  }
}
