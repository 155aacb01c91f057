import Glibc
import SignalProcessing
import Testing
import TestSupport

/// What stands between the engine and the loudspeakers.
@Suite struct OutputGuardTests {
  private let guarding = OutputGuard(ceiling: 0.9)

  private func apply(_ samples: inout [Float], channels: Int = 1) -> OutputGuard.Verdict {
    let frames = samples.count / channels
    return samples.withUnsafeMutableBufferPointer { place in
      guard let start = place.baseAddress else { return .clean }
      return guarding.apply(
        to: start, frames: frames, channelCount: channels, channelStride: frames)
    }
  }

  @Test func `what stays below the ceiling passes to the bit`() {
    var generator = SeededGenerator(seed: 1)
    let input = (0..<301).map { _ in Float.random(in: -0.9...0.9, using: &generator) }
    var output = input
    #expect(apply(&output) == .clean)
    #expect(output == input)
  }

  @Test func `B3: what stands above the ceiling is set to it and counted`() {
    var samples: [Float] = [0.5, 0.95, -0.95, 0.9, -0.9, 8.9]
    #expect(apply(&samples) == .limited(samples: 3))
    #expect(samples == [0.5, 0.9, -0.9, 0.9, -0.9, 0.9])
  }

  @Test func `B3: 20 dB above the ceiling is a runaway, and is limited all the same`() {
    var samples: [Float] = [0.1, 0.1, -9.1, 0.1]
    #expect(apply(&samples, channels: 2) == .runaway)
    #expect(samples == [0.1, 0.1, -0.9, 0.1])
  }

  @Test(
    "B1, B2: what is no level silences the whole block, wherever it stands",
    arguments: [Float.nan, .infinity, -.infinity, 1e38, -2e6, .signalingNaN])
  func poison(value: Float) {
    for place in [0, 7, 8, 99, 100, 199] {
      var samples = [Float](repeating: 0.25, count: 200)
      samples[place] = value
      #expect(apply(&samples, channels: 2) == .poisoned)
      #expect(samples.allSatisfy { $0 == 0 })
    }
  }

  @Test func `denormals are no poison`() {
    var samples: [Float] = [
      Float(bitPattern: 71_362), -.leastNonzeroMagnitude, .leastNonzeroMagnitude,
    ]
    let before = samples
    #expect(apply(&samples) == .clean)
    #expect(samples == before)
  }

  /// Ten million blocks with CONVOLVED_LONG_TESTS=1.
  @Test func `S2: nothing above the ceiling comes out of any bits`() {
    var generator = SeededGenerator(seed: 2)
    let blocks = getenv("CONVOLVED_LONG_TESTS") != nil ? 10_000_000 : 100_000
    var worst: Float = 0
    var samples = [Float](repeating: 0, count: 16)
    for _ in 0..<blocks {
      for index in samples.indices {
        samples[index] = Float(bitPattern: UInt32.random(in: 0...UInt32.max, using: &generator))
      }
      _ = apply(&samples, channels: 2)
      for sample in samples { if !(abs(sample) <= worst) { worst = abs(sample) } }
    }
    #expect(worst <= 0.9)
  }
}
