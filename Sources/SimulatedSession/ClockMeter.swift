internal import SimulatedDevices

/// Measures how well two clocks are made one, by the numbers of the frames that are heard.
///
/// Resampled numbers have fractions: how old a frame is, and how fast they grow, is heard to a few
/// thousandths of a frame.
final class ClockMeter: SoundListener {
  /// What was heard within one second.
  struct Second {
    /// Frames by which the latency differed from what was set, least and most.
    var least = Double.infinity
    var most = -Double.infinity
    /// How much faster the numbers grew than the clocks ask for; 1e-6 is 1 ppm.
    var rateError: Double?
  }

  private(set) var seconds: [Second] = []
  /// What the session has set, in frames; nothing is measured before it is known.
  var latencyFrames: Double?
  private let source: SimulatedCard
  private let sink: SimulatedCard
  private let world: SimulatedWorld
  private var playedFrames = 0
  private var anchor: (second: Int, number: Double, frame: Double)?

  /// A number next to where they wrap is bent by the filter of a resampler.
  private static let wrapFrames: Float = 64
  /// Numbers that are averaged: a float tells one to 2⁻⁸. Fewer tell nothing: each of a few may be bent
  /// to where it looks clear of the wrap, but not each of so many.
  private static let averagedFrames = 64

  init(_ world: SimulatedWorld, source: SimulatedCard, sink: SimulatedCard) {
    self.world = world
    self.source = source
    self.sink = sink
  }

  func stopped() { anchor = nil }

  func played(
    _ samples: UnsafePointer<Float>, frames: Int, channelCount: Int, ago: Double?
  ) {
    playedFrames += frames
    let count = Self.averagedFrames
    guard frames >= count else { return }
    let last = samples + (frames - count) * channelCount
    guard let number = number(last, count, channelCount) else { return }
    let second = (world.time.now - SimulationPlan.start) / 1_000_000_000
    while seconds.count <= second { seconds.append(Second()) }
    if let ago { noteLatency(number + Double(count + 1) / 2 + ago, second) }
    noteRate(number, at: Double(playedFrames) - Double(count - 1) / 2, second)
  }

  private func noteLatency(_ newest: Double, _ second: Int) {
    guard let latencyFrames else { return }
    let deviation = source.frames(at: world.time.now) - newest - latencyFrames
    seconds[second].least = min(seconds[second].least, deviation)
    seconds[second].most = max(seconds[second].most, deviation)
  }

  private func noteRate(_ number: Double, at frame: Double, _ second: Int) {
    guard let anchor else { return self.anchor = (second, number, frame) }
    guard second > anchor.second else { return }
    let heard = (number - anchor.number) / (frame - anchor.frame)
    let wanted = (1 + source.clock.excess) / (1 + sink.clock.excess)
    seconds[second].rateError = heard - wanted
    self.anchor = (second, number, frame)
  }

  /// The number in the middle of so many frames at full gain, unwrapped; `nil` where none is told.
  private func number(
    _ samples: UnsafePointer<Float>, _ count: Int, _ channelCount: Int
  ) -> Double? {
    var sum = 0.0
    for frame in 0..<count {
      let number = samples[frame * channelCount] / Payload.step
      let gain = samples[frame * channelCount + 1]
      let isClear =
        number > Self.wrapFrames && number < Float(Payload.modulus) - Self.wrapFrames
      guard isClear, abs(gain - 1) < 1e-5 else { return nil }
      sum += Double(number)
    }
    let mean = sum / Double(count)
    let newest = source.frames(at: world.time.now)
    let turns = ((newest - mean) / Double(Payload.modulus)).rounded(.down)
    return mean + turns * Double(Payload.modulus)
  }
}
