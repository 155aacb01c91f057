import SimulatedDevices
import SimulatedSession
import Testing

/// Calls into devices that fail by their number (R11). Here every seventh; `convolve-sim --mode calls`
/// fails every one, and pairs of them.
struct CallTests {
  private static let step = 7

  @Test(
    "R11: a life in which any call fails, once or for three seconds, keeps every promise",
    arguments: 0..<4)
  func each(slice: Int) {
    let trial = CallTrial(.free, cards: 2)
    #expect(trial.calls.count > 100)
    let calls = stride(from: slice, to: trial.calls.count, by: 4 * Self.step)
    for call in calls.map({ trial.calls[$0] }) {
      for duration in [CallFailures.Duration.once, .lasting(CallTrial.outage)] {
        let result = trial.run([.init(call: call, duration)])
        #expect(result.violations.isEmpty, "call \(call) \(duration): \(result.violations)")
        #expect(result.failedCallCount > 0)
      }
    }
  }

  @Test func `R11: the second of two calls can fail while the first one's failure is mended`() {
    let trial = CallTrial(.free, cards: 2)
    for index in stride(from: 0, to: trial.calls.count - 1, by: 5 * Self.step) {
      let first = trial.calls[index]
      for distance in [1, 2, 5] {
        let result = trial.run([
          .init(call: first, .once), .init(call: first + distance, .lasting(50_000_000)),
        ])
        #expect(result.violations.isEmpty, "call \(first), \(distance): \(result.violations)")
      }
    }
  }
}
