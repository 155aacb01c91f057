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

    func takeEvents() -> [LiveEvent] {
      var taken: [LiveEvent] = []
      while let event = events.take() {
        if let kind = LiveEvent(rawValue: event.kind) { taken.append(kind) }
      }
      return taken
    }
  }

  /// The largest step between two frames that follow each other.
  private func steepest(_ frames: [Float?]) -> Float {
    zip(frames, frames.dropFirst()).reduce(0) { max($0, abs(($1.0 ?? 0) - ($1.1 ?? 0))) }
  }

  @Test func `B2: with a bypass the input fades in for a chain that makes no sound, and back`() {
    var bench = Bench(taps: [1e30], onFault: .bypass(gain: Self.gain))
    let seen1 = bench.render(0, blocks: 3)
    #expect(seen1.allSatisfy { $0 == 0 })
    let seen2 = bench.render(0.5)
    #expect(seen2.allSatisfy { $0 == nil })
    let seen3 = bench.takeEvents()
    #expect(seen3 == [.inputStandsIn])
    let standing = bench.render(0.5, blocks: 40)
    #expect(standing.allSatisfy { $0.map { (0...0.125).contains($0) } == true })
    #expect(standing.last == 0.125)
    #expect(steepest([0] + standing) < 2e-4)
    let seen4 = bench.standsIn
    let seen5 = bench.isMuted
    #expect(seen4 && !seen5)
    let seen6 = bench.count(.poisonedOutputs)
    #expect(seen6 == 1)
    // Back, where the chain has nothing left of what it made: at -300 dB it is sound again.
    bench.signals.mustUnmute.raise()
    let back = bench.render(1e-31, blocks: 40)
    let seen7 = bench.takeEvents()
    #expect(seen7 == [.unmuted])
    let seen8 = bench.standsIn
    #expect(!seen8)
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
    let seen9 = bench.render(0.5)
    #expect(seen9.allSatisfy { $0 == nil })
    let seen10 = bench.takeEvents()
    #expect(seen10 == [.outputPoisoned])
    let seen11 = bench.render(0.5, blocks: 20)
    #expect(seen11.allSatisfy { $0 == 0 })
    bench.signals.mustUnmute.raise()
    let back = bench.render(2e-31, blocks: 40)
    #expect(steepest([0] + back) < 5e-4)
    #expect(back.last.flatMap { $0 }.map { abs($0 - 0.2) < 1e-6 } == true)
  }

  @Test func `B3: a runaway is muted although a bypass is wanted, also of what stands in`() {
    var loud = Bench(taps: [40], onFault: .bypass(gain: Self.gain))
    _ = loud.render(0.5)
    let seen12 = loud.takeEvents()
    #expect(seen12 == [.runaway])
    let seen13 = loud.render(0.5, blocks: 20)
    #expect(seen13.allSatisfy { $0 == 0 })
    let seen14 = loud.isMuted
    let seen15 = loud.standsIn
    #expect(seen14 && !seen15)
    var input = Bench(taps: [1e30], onFault: .bypass(gain: Self.gain))
    _ = input.render(0.5, blocks: 40)
    _ = input.render(100, blocks: 40)
    let seen16 = input.takeEvents()
    #expect(seen16.contains(.runaway))
    let seen17 = input.render(0.5, blocks: 20)
    #expect(seen17.allSatisfy { $0 == 0 })
  }

  @Test func `B6: the input stands in for a chain that is too slow, which is tried again`() {
    var bench = Bench(taps: [1], onFault: .bypass(gain: Self.gain))
    for _ in 0..<751 {
      let seen18 = bench.render(0.5)
      #expect(seen18.allSatisfy { $0 != nil })
      bench.spend(1.1)
    }
    let seen19 = bench.takeEvents()
    #expect(seen19 == [.chainTooSlow])
    let seen20 = bench.count(.overloads)
    #expect(seen20 == 1)
    let standing = bench.render(0.5, blocks: 40)
    #expect(steepest(standing) < 1e-3)
    #expect(standing.last == 0.125)
    for _ in 0..<7400 {
      _ = bench.render(0.5)
      bench.spend(0.01)
    }
    let seen21 = bench.standsIn
    #expect(seen21)
    for _ in 0..<900 {
      _ = bench.render(0.5)
      bench.spend(0.3)
    }
    let seen22 = bench.standsIn
    #expect(!seen22)
    let seen23 = bench.takeEvents()
    #expect(seen23 == [.chainCaughtUp])
    let seen24 = bench.render(0.5)
    #expect(seen24.last == 0.5)
  }

  @Test func `B6: without a bypass a chain that is too slow is told once, and heard where it can be`() {
    var bench = Bench(taps: [1], onFault: .mute)
    for _ in 0..<3000 {
      let seen25 = bench.render(0.5)
      #expect(seen25.allSatisfy { $0 == 0.5 })
      bench.spend(1.1)
    }
    let seen26 = bench.takeEvents()
    #expect(seen26 == [.chainTooSlow])
    let seen27 = bench.count(.overloads)
    #expect((2...4).contains(seen27))
  }
}
