import Convolution
import SignalProcessing
import Testing

@testable import Engine
@testable import Realtime
@testable import Session

/// What is heard of a chain that cannot be heard.
@Suite struct GuardedEngineTests {
  private static let block = 64
  private static let gain = Float(0.25)

  /// A guarded engine of one channel and what it tells.
  private struct Bench: ~Copyable {
    var engine: GuardedEngine
    let block: RenderBlock
    let signals: LiveSignals
    let events: EventQueue
    let dials: EngineDials
    private(set) var now = 0

    init(taps: [Float], onFault: FaultResponse, ceiling: Float = 1) {
      let matrix = ImpulseMatrix(
        inputCount: 1, outputCount: 1, paths: [.init(input: 0, output: 0, taps: taps)])
      let stage = ConvolveStage(inputs: [0], outputs: [0], matrix: matrix)
      let engine = RenderEngine(
        Chain(inputCount: 1, stages: [.convolve(stage)]), blockFrames: GuardedEngineTests.block
      ) { .uniform(blockFrames: GuardedEngineTests.block, tapCount: $0.tapCount) }
      dials = engine.dials()
      let signals = LiveSignals(latencyFrames: 128)
      let events = EventQueue()
      let meters = LiveMeters(inputCount: 1, outputCount: 1, periodNanoseconds: 1_333_333)
      self.engine = GuardedEngine(
        BlockAdapter(engine, callFrames: GuardedEngineTests.block), signals: signals.share(),
        events: events.share(), meters: meters.share(),
        options: .init(latencyFrames: 128, fadeFrames: 960, ceiling: ceiling, onFault: onFault),
        sampleRate: 48_000)
      self.signals = signals
      self.events = events
      block = RenderBlock(inputCount: 1, outputCount: 1, frames: GuardedEngineTests.block)
    }

    /// What comes of blocks of one value; `nil` where one was withheld.
    mutating func render(_ value: Float, blocks: Int = 1) -> [Float?] {
      var heard: [Float?] = []
      for _ in 0..<blocks {
        block.input.update(repeating: value, count: GuardedEngineTests.block)
        now += 1_333_333
        let isFit = engine.render(block, now: now)
        for frame in 0..<GuardedEngineTests.block {
          heard.append(isFit ? block.output[frame] : nil)
        }
      }
      return heard
    }

    mutating func spend(_ share: Double) {
      engine.noteTime(
        nanoseconds: Int(share * 1_333_333), work: engine.work, now: now)
    }

    var standsIn: Bool { signals.standsIn.isRaised }
    var isMuted: Bool { signals.isMuted.isRaised }
    func count(_ count: LiveCount) -> Int { signals[count] }

    /// A constant is told as what it is, which most tests leave out.
    func takeEvents(leavingOut left: LiveEvent? = .offset) -> [LiveEvent] {
      var taken: [LiveEvent] = []
      while let event = events.take() {
        guard let kind = LiveEvent(rawValue: event.kind), kind != left else { continue }
        taken.append(kind)
      }
      return taken
    }
  }

  /// The largest step between two frames that follow each other.
  private func steepest(_ frames: [Float?]) -> Float {
    zip(frames, frames.dropFirst()).reduce(0) { max($0, abs(($1.0 ?? 0) - ($1.1 ?? 0))) }
  }

  @Test(
    "B2, B3: a chain that is released before the next block has forgotten what made it mute",
    arguments: [Float(1000), 1e38])
  func releasedAtOnce(tap: Float) {
    var bench = Bench(taps: Array(repeating: tap, count: 300), onFault: .mute)
    let first = bench.render(1).compactMap(\.self)
    #expect(first.isEmpty && bench.isMuted)
    bench.signals.mustUnmute.raise()
    let heard = bench.render(0, blocks: 40)
    let isSilent = heard.allSatisfy { ($0 ?? 0) == 0 }
    #expect(isSilent && !bench.isMuted)
  }

  @Test(
    "B1 to B4: each is counted and told",
    arguments: [
      (Float.nan, [Float(1)], LiveCount.poisonedInputs, LiveEvent.inputPoisoned),
      (1, [1e30], .poisonedOutputs, .outputPoisoned), (1, [40], .runaways, .runaway),
      (1, [2], .limitedSamples, .limited), (0.1, [1], .offsets, .offset),
    ])
  func told(value: Float, taps: [Float], count: LiveCount, event: LiveEvent) {
    var bench = Bench(taps: taps, onFault: .mute)
    let before = bench.count(count)
    _ = bench.render(value, blocks: 1500)
    let after = bench.count(count)
    let events = bench.takeEvents(leavingOut: nil)
    #expect(before == 0)
    #expect(after > 0)
    #expect(events.contains(event))
    // The same level but for what is wrong moves nothing.
    var good = Bench(taps: [1], onFault: .mute)
    _ = good.render(0.001, blocks: 1500)
    let none = good.count(count)
    #expect(none == 0)
  }

  @Test func `B2: with a bypass the input fades in for a chain that makes no sound, and back`() {
    var bench = Bench(taps: [1e30], onFault: .bypass(gain: Self.gain))
    let heard = bench.render(0, blocks: 3)
    #expect(heard.allSatisfy { $0 == 0 })
    let heardLater = bench.render(0.5)
    #expect(heardLater.allSatisfy { $0 == nil })
    let told = bench.takeEvents()
    #expect(told == [.inputStandsIn])
    let standing = bench.render(0.5, blocks: 40)
    #expect(standing.allSatisfy { $0.map { (0...0.125).contains($0) } == true })
    #expect(standing.last == 0.125)
    #expect(steepest([0] + standing) < 2e-4)
    let standsIn = bench.standsIn
    let isMuted = bench.isMuted
    #expect(standsIn && !isMuted)
    let count = bench.count(.poisonedOutputs)
    #expect(count == 1)
    // Back, where the chain has nothing left of what it made: at -300 dB it is sound again.
    bench.signals.mustUnmute.raise()
    let back = bench.render(1e-31, blocks: 40)
    let toldLater = bench.takeEvents()
    #expect(toldLater == [.unmuted])
    let standsInLater = bench.standsIn
    #expect(!standsInLater)
    #expect(back.allSatisfy { $0.map { $0.isFinite } == true })
    #expect(back.last.flatMap { $0 }.map { abs($0 - 0.1) < 1e-6 } == true)
  }

  @Test func `B2: what stands in follows volume and mute`() {
    var bench = Bench(taps: [1e30], onFault: .bypass(gain: Self.gain))
    bench.dials.gain = 0
    _ = bench.render(0.5, blocks: 2)
    bench.dials.gain = 0.5
    _ = bench.render(0.5, blocks: 40)
    bench.dials.gain = 0
    let fading = bench.render(0.5, blocks: 40)
    #expect(steepest(fading) < 2e-4)
    #expect(fading.last == 0)
  }

  @Test func `B2: without a bypass a chain that makes no sound is muted, and fades in again`() {
    var bench = Bench(taps: [1e30], onFault: .mute)
    let heard = bench.render(0.5)
    #expect(heard.allSatisfy { $0 == nil })
    let told = bench.takeEvents()
    #expect(told == [.outputPoisoned])
    let heardLater = bench.render(0.5, blocks: 20)
    #expect(heardLater.allSatisfy { $0 == 0 })
    bench.signals.mustUnmute.raise()
    let back = bench.render(2e-31, blocks: 40)
    #expect(steepest([0] + back) < 5e-4)
    #expect(back.last.flatMap { $0 }.map { abs($0 - 0.2) < 1e-6 } == true)
  }

  @Test func `B3: a runaway is muted although a bypass is wanted, also of what stands in`() {
    var loud = Bench(taps: [40], onFault: .bypass(gain: Self.gain))
    _ = loud.render(0.5)
    let told = loud.takeEvents()
    #expect(told == [.runaway])
    let heard = loud.render(0.5, blocks: 20)
    #expect(heard.allSatisfy { $0 == 0 })
    let isMuted = loud.isMuted
    let standsIn = loud.standsIn
    #expect(isMuted && !standsIn)
    var input = Bench(taps: [1e30], onFault: .bypass(gain: Self.gain))
    _ = input.render(0.5, blocks: 40)
    _ = input.render(100, blocks: 40)
    let toldLater = input.takeEvents()
    #expect(toldLater.contains(.runaway))
    let heardLater = input.render(0.5, blocks: 20)
    #expect(heardLater.allSatisfy { $0 == 0 })
  }

  @Test func `B6: the input stands in for a chain that is too slow, which is tried again`() {
    var bench = Bench(taps: [1], onFault: .bypass(gain: Self.gain))
    for _ in 0..<750 {
      let heard = bench.render(0.5)
      #expect(heard.allSatisfy { $0 != nil })
      bench.spend(1.1)
    }
    let told = bench.takeEvents()
    #expect(told == [.chainTooSlow])
    let count = bench.count(.overloads)
    #expect(count == 1)
    // The sound that is cut off is mended by playback.
    let hidden = bench.render(0.5)
    #expect(hidden.allSatisfy { $0 == nil })
    let standing = bench.render(0.5, blocks: 40)
    #expect(steepest(standing) < 2e-4)
    #expect(standing.last == 0.125)
    for _ in 0..<7400 {
      _ = bench.render(0.5)
      bench.spend(0.01)
    }
    let standsIn = bench.standsIn
    #expect(standsIn)
    for _ in 0..<900 {
      _ = bench.render(0.5)
      bench.spend(0.3)
    }
    let standsInLater = bench.standsIn
    #expect(!standsInLater)
    let toldLater = bench.takeEvents()
    #expect(toldLater == [.chainCaughtUp])
    let heardLater = bench.render(0.5)
    #expect(heardLater.last == 0.5)
  }

  @Test
  func `B6: without a bypass a chain that is too slow is told once, and heard where it can be`() {
    var bench = Bench(taps: [1], onFault: .mute)
    for _ in 0..<3000 {
      let heard = bench.render(0.5)
      #expect(heard.allSatisfy { $0 == 0.5 })
      bench.spend(1.1)
    }
    let told = bench.takeEvents()
    #expect(told == [.chainTooSlow])
    let count = bench.count(.overloads)
    #expect((2...4).contains(count))
  }
}
