package import SimulatedDevices

/// All that a run is made of, drawn from its seed.
package struct SimulationPlan: Equatable, Sendable {
  package let seed: UInt64
  /// Of sound before the stop; seconds.
  package var seconds: Int
  /// Hz.
  package var sampleRate: Int
  package var periodFrames: Int
  package var latencyFrames: Int
  package var bufferFrames: Int
  package var channelCount: Int
  package var isOneCard: Bool
  package var coupling = Coupling.free
  package var layer = Layer.model
  /// What is convolved beside the numbers; `nil` for nothing. Takes four channels.
  package private(set) var filter: SoundFilter?
  /// At which the input stands in for a chain that cannot be heard, linear; `nil` for silence.
  package var bypassGain: Float?
  package var captureDrift: SampleClock.Drift
  package var playbackDrift: SampleClock.Drift
  package var captureHabits: StreamHabits
  package var playbackHabits: StreamHabits
  package var captureWakes: WakeHabits
  package var playbackWakes: WakeHabits
  package var script: [ScriptedChange]
  /// Calls that fail by their number.
  package var failures: [CallFailures.Failure] = []

  /// What is done about the clocks of two cards.
  package enum Coupling: Sendable {
    /// Nothing: they go apart until frames are missing, or too many.
    case free
    /// The driver of the source is run at the speed of the sink.
    case steered
    /// Playback resamples.
    case resampled
  }

  /// What is between the session and the simulated hardware.
  package enum Layer: Sendable {
    /// Our model of the sound system.
    case model
    /// The daemon's own devices on the real libasound.
    case library
  }

  /// When the world begins; nanoseconds.
  package static let start = 1_000_000_000

  /// - Parameter seconds: at least 30.
  package init(seed: UInt64, seconds: Int) {
    precondition(seconds >= 30)
    var knobs = SeededGenerator(seed: seed, purpose: .knobs)
    self.seed = seed
    self.seconds = seconds
    sampleRate = knobs.chance(0.9) ? 8000 : knobs.pick([16_000, 44_100, 48_000])
    // Up to 4,096: numbers repeat after 65,536, and a latency has to stay below that.
    // Long ones more often: an hour of them is cheaper.
    periodFrames = 64 << max(knobs.below(7), knobs.below(7))
    if knobs.chance(0.1) { periodFrames = periodFrames * 3 / 4 }
    channelCount = knobs.chance(0.9) ? 2 : 4
    captureHabits = Self.habits(&knobs, sampleRate, periodFrames)
    playbackHabits = Self.habits(&knobs, sampleRate, periodFrames)
    let grain = max(captureHabits.granularityFrames, playbackHabits.granularityFrames)
    // Whatever comes in grains needs room for them.
    let grains = grain > 1 ? 2 * grain : 0
    latencyFrames =
      periodFrames * knobs.within(2...5) + grains + knobs.below(periodFrames)
      + sampleRate / 100
    let periods = (latencyFrames + periodFrames - 1) / periodFrames
    bufferFrames = periodFrames * max(periods + knobs.within(0...8), 2)
    isOneCard = knobs.chance(0.2)
    captureDrift = Self.drift(&knobs)
    playbackDrift = Self.drift(&knobs)
    captureWakes = Self.wakes(&knobs)
    playbackWakes = Self.wakes(&knobs)
    script = []
    script = Self.script(&knobs, seed, until: healTime)
  }

  /// Has a real convolution play beside the numbers.
  package mutating func carrySound() {
    channelCount = 4
    filter = SoundFilter(seed: seed, sampleRate: sampleRate)
  }

  /// The longest that anything takes to come back, and then to be heard; nanoseconds.
  package var recoveryNanoseconds: Int {
    2_000_000_000
      + 1_000_000_000 * (bufferFrames + latencyFrames + 2 * periodFrames) / sampleRate
  }

  /// Faults happen up to so long before the stop; seconds.
  private var quietSeconds: Int { max(12, recoveryNanoseconds / 1_000_000_000 + 4) }

  /// A clock is wrong by one part of so many at most: by a thousandth and its wander, or by as much as
  /// a driver may be asked for and that.
  var clockShare: Int { coupling == .free ? 500 : 200 }

  /// Of the coarser card.
  package var grainFrames: Int {
    max(captureHabits.granularityFrames, playbackHabits.granularityFrames)
  }

  /// The moment from which nothing is wrong any more; nanoseconds.
  package var healTime: Int { Self.start + (seconds - quietSeconds) * 1_000_000_000 }

  /// The moment of the stop; nanoseconds.
  package var stopTime: Int { Self.start + seconds * 1_000_000_000 }
}

extension SimulationPlan {
  private static func habits(
    _ knobs: inout SeededGenerator, _ rate: Int, _ period: Int
  ) -> StreamHabits {
    func chance(_ most: Double) -> Double {
      knobs.chance(0.25) ? most * knobs.unit() : 0
    }
    let grain = knobs.chance(0.5) ? 1 : knobs.pick([period, rate / 1000, 48, period * 3 / 2])
    return StreamHabits(
      granularityFrames: grain,
      callNanoseconds: knobs.chance(0.3) ? 10_000 : 0,
      preemptionChance: chance(1e-3), preemptionNanoseconds: knobs.within(10_000...30_000_000),
      refusalChance: chance(0.05), shortChance: chance(0.05), spuriousChance: chance(0.02),
      lieChance: chance(0.01))
  }

  private static func drift(_ knobs: inout SeededGenerator) -> SampleClock.Drift {
    let most = knobs.pick([0, 20, 100, 1000.0])
    return .init(
      ppm: knobs.within(-most, most + 1e-9), wanderPpm: knobs.chance(0.3) ? 2 * knobs.unit() : 0)
  }

  private static func wakes(_ knobs: inout SeededGenerator) -> WakeHabits {
    WakeHabits(
      usualNanoseconds: knobs.within(1000...100_000),
      tailChance: knobs.chance(0.5) ? 0.01 * knobs.unit() : 0,
      tailLimit: knobs.within(10, 300))
  }

  private static func script(
    _ knobs: inout SeededGenerator, _ seed: UInt64, until end: Int
  ) -> [ScriptedChange] {
    // One run in ten has nothing but its clocks and habits.
    if knobs.chance(0.1) { return [ScriptedChange(time: end, change: .heal, number: 1)] }
    let interval = Int(1_000_000_000 * min(knobs.heavyTail(limit: 100), 100))
    return FaultScript.draw(seed: seed, from: start, to: end, meanInterval: interval)
  }
}
