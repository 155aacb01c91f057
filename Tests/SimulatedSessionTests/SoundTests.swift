import SimulatedDevices
import Testing

@testable import SimulatedSession

/// A real convolution in the simulation: what is heard is the sum over what was rendered since the session
/// began.
struct SoundTests {
  /// A calm life at 8 kHz with a convolution beside the numbers.
  private func run(_ changes: [(seconds: Double, WorldChange)]) -> SimulationResult {
    var plan = SimulationPlan.calm(changes)
    plan.carrySound()
    return SessionSimulation(plan).run()
  }

  @Test(
    "xruns, stalls, sleeps and replugs leave the sound what the chain makes of what was rendered")
  func faults() {
    let second = 1_000_000_000
    let result = run([
      (5, .xrun(.capture)), (6, .xrun(.playback)), (7, .stall(nil, 300_000_000)),
      (8, .suspend(.playback, 500_000_000, cannotResume: true)), (10, .unplug(.capture, second)),
      (12.5, .unplug(.playback, second)), (15, .freeze(.capture, second)),
      (17, .failTransfers(.playback, calls: 4, 5)),
    ])
    #expect(result.violations == [])
    #expect(result.comparedFrames > 8000 * 20)
    #expect(result.worstDifference < 1e-6 && result.worstDifference > 0)
    #expect(result.truth.gapCount >= 7)
  }

  @Test("a life of faults drawn from a seed as well", arguments: UInt64(1)...4)
  func seeds(seed: UInt64) {
    var plan = SimulationPlan(seed: seed, seconds: 30)
    plan.carrySound()
    #expect(SessionSimulation(plan).run().violations == [])
  }

  @Test func `the judge sees a sample that is off by -110 dBFS, and a past that was not forgotten`()
  {
    let filter = SoundFilter(seed: 3, sampleRate: 8000)
    let judge = ConvolutionJudge(filter)
    judge.captured(from: 70, frames: 64)
    judge.renderedSilence(frames: 64)
    judge.captured(from: 200, frames: 64)
    // Frame 210 by its place: 138 frames were rendered before it.
    var frame: [Float] = [0, 1, 0, 0]
    for output in 0..<2 {
      var sum = 0.0
      for input in 0..<2 {
        for (tap, gain) in filter.paths[2 * input + output].enumerated() {
          let place = 138 - tap
          guard (0..<64).contains(place) || (128..<192).contains(place) else { continue }
          let number = place < 64 ? 70 + place : 72 + place
          sum += Double(gain) * Double(Payload.sound(number, channel: input + 2))
        }
      }
      frame[2 + output] = Float(sum)
    }
    #expect(judge.fault(of: frame, number: 210, gain: 1) == nil)
    frame[3] += 3e-6
    #expect(
      judge.fault(of: frame, number: 210, gain: 1)?.hasPrefix("channel 3 of frame 210") == true)
    frame[3] -= 3e-6
    #expect(judge.fault(of: frame, number: 211, gain: 1) != nil)
    // A new session has none of that in its past.
    judge.beginSession()
    #expect(judge.fault(of: frame, number: 210, gain: 1)?.contains("not rendered") == true)
    judge.captured(from: 200, frames: 64)
    #expect(judge.fault(of: frame, number: 210, gain: 1)?.hasPrefix("channel") == true)
  }
}
