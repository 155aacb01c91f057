import Convolution
import Engine
import Realtime
import Settings
import Synchronization
import Testing
import TestSupport

@testable import Session

/// Files that do not come, as on a network that is down, D5.
@Suite struct BlueprintLoaderTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write([[1, 0.5]], as: "ir.wav")
    try folder.write(text: text(gain: 0), as: "room.yaml")
  }

  private func text(gain: Int) -> String {
    """
    version: 1
    audio: {rate: 48000, period: 64}
    capture: {device: in, channels: [L]}
    playback: {device: out, channels: [L]}
    chain:
      - convolve: {name: reverb, ir: ir.wav, gain: \(gain)}

    """
  }

  /// A file system that stands still for whoever asks for a gain of -3 dB.
  private final class Network: Sendable {
    private let isDown = Atomic<Bool>(true)

    func loader(patienceMilliseconds: Int = 1000) -> BlueprintLoader {
      BlueprintLoader(patienceMilliseconds: patienceMilliseconds) { document, note in
        Result { () throws(ChangeRefusal) in
          let blueprint = try Blueprint(document, noting: note)
          if document.text.contains("gain: -3") || !document.edits.isEmpty { self.stall() }
          return blueprint
        }
      }
    }

    private func stall() {
      while isDown.load(ordering: .acquiring) { MonotonicClock.sleep(nanoseconds: 1_000_000) }
    }

    /// Comes back.
    func mend() { isDown.store(false, ordering: .releasing) }
  }

  @Test func `D5: a load that takes too long is refused with the file, and left behind`() throws {
    let network = Network()
    let loader = network.loader()
    try folder.write(text: text(gain: -3), as: "slow.yaml")
    let began = MonotonicClock.nanoseconds
    let refusal = #expect(throws: ChangeRefusal.self) {
      try loader.load(path: folder.path("slow.yaml"))
    }
    #expect(MonotonicClock.nanoseconds - began < 5_000_000_000)
    #expect(refusal?.reason == .timedOut)
    #expect(refusal?.status == .readWrite)
    #expect(
      refusal?.message.hasPrefix("\(folder.path("ir.wav")): could not be read within") == true)
    #expect(loader.leftCount == 1)
    // Others are not held up.
    #expect(throws: Never.self) { try loader.load(path: folder.path("room.yaml")) }
    network.mend()
    while loader.leftCount > 0 { MonotonicClock.sleep(nanoseconds: 1_000_000) }
  }

  @Test func `D5: asking again and again takes four threads and no more`() throws {
    let network = Network()
    let loader = network.loader(patienceMilliseconds: 200)
    try folder.write(text: text(gain: -3), as: "slow.yaml")
    for _ in 0..<4 {
      _ = #expect(throws: ChangeRefusal.self) { try loader.load(path: folder.path("slow.yaml")) }
    }
    #expect(loader.leftCount == 4)
    let refusal = #expect(throws: ChangeRefusal.self) {
      try loader.load(path: folder.path("room.yaml"))
    }
    #expect(refusal?.message.contains("still do not come") == true)
    #expect(loader.leftCount == 4)
    network.mend()
    while loader.leftCount > 0 { MonotonicClock.sleep(nanoseconds: 1_000_000) }
    // On a busy machine it may not be done in so short a time.
    var isLoaded = false
    for _ in 0..<50 where !isLoaded {
      isLoaded = (try? loader.load(path: folder.path("room.yaml"))) != nil
    }
    #expect(isLoaded)
  }

  @Test func `D5: a service that waits for a file goes on as it was, changes, and ends`() throws {
    let network = Network()
    let blueprint = try Blueprint(path: folder.path("room.yaml"))
    let planner = Planner(costs: .typical, goal: .live)
    let engine = ChangeBuilder.engine(blueprint, planner: planner)
    let builder = ChangeBuilder(
      blueprint, engine: engine, planner: planner, loader: network.loader())
    try folder.write(text: text(gain: -3), as: "room.yaml")
    let refusal = #expect(throws: ChangeRefusal.self) { try builder.make(Change(.file)) }
    #expect(refusal?.reason == .timedOut)
    #expect(builder.generation == 1)
    #expect(builder.current.configuration == blueprint.configuration)
    try folder.write(text: text(gain: -6), as: "room.yaml")
    #expect(try builder.make(Change(.file)).report.generation == 2)
    // The end does not wait for what was left behind.
    try folder.write(text: text(gain: -3), as: "room.yaml")
    let queue = try ChangeQueue(builder)
    let answer = try WakeSignal()
    let signal = Handoff(answer.share())
    queue.ask(Change(.file)) { _ in signal.take().signal() }
    let isAnswered = answer.wait(timeoutNanoseconds: 60_000_000_000)
    #expect(isAnswered)
    queue.stop()
    network.mend()
  }
}
