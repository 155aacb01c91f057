import SimulatedDevices
import SimulatedSession
import Testing

/// Our model of the sound system, against the real libasound.
struct LayerTests {
  @Test(arguments: 0..<4)
  func `A seed looks the same on the model and on libasound`(slice: Int) {
    for seed in UInt64(8 * slice + 1)...UInt64(8 * slice + 8) {
      var plan = SimulationPlan(seed: seed, seconds: 60)
      plan.keepComparable()
      let model = SessionSimulation(plan).run()
      plan.layer = .library
      let library = SessionSimulation(plan).run()
      #expect(library.violations == [], "seed \(seed)")
      #expect(library.visibleHash == model.visibleHash, "seed \(seed)")
      #expect(library.payloadHash == model.payloadHash, "seed \(seed)")
    }
  }

  @Test(
    "a transfer that a signal or a busy driver cuts short is tried again, on both layers",
    arguments: [SimulationPlan.Layer.model, .library], [Int32(4), 11, 16])
  func interrupted(layer: SimulationPlan.Layer, code: Int32) {
    for side in [StreamDirection.capture, .playback] {
      var plan = SimulationPlan.calm([(5, .failTransfers(side, calls: 3, code))])
      plan.layer = layer
      let result = SessionSimulation(plan).run()
      #expect(result.violations == [])
      #expect(!result.counts.contains { $0.hasPrefix("captureErrors") })
      #expect(!result.counts.contains { $0.hasPrefix("playbackErrors") })
    }
  }
}
