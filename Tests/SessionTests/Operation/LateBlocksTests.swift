import Realtime
import Testing

@testable import Session

/// What is said of blocks that took longer than their period.
@Suite struct LateBlocksTests {
  private static let minute = 60_000_000_000
  private static let period = 5_333_333

  private func monitor(_ milliseconds: [Double]) -> DeadlineMonitor {
    let monitor = DeadlineMonitor(periodNanoseconds: Self.period)
    for time in milliseconds { monitor.record(nanoseconds: Int(time * 1e6)) }
    return monitor
  }

  @Test func `late blocks are told once a minute, with the worst and what to try, B6`() {
    var late = LateBlocks()
    let monitor = monitor([1, 6.1])
    let first = late.sentence(monitor.snapshot(), periodFrames: 256, now: 0)
    #expect(first == nil)
    for time in [1, 5.5, 6.0, 5.4] { monitor.record(nanoseconds: Int(time * 1e6)) }
    let early = late.sentence(monitor.snapshot(), periodFrames: 256, now: Self.minute - 1)
    #expect(early == nil)
    let line = late.sentence(monitor.snapshot(), periodFrames: 256, now: Self.minute)
    #expect(
      line
        == "3 late blocks in the last minute, worst 6.0 ms of 5.3 ms; try audio.period 512, or "
        + "shorter impulse responses")
    let calm = late.sentence(monitor.snapshot(), periodFrames: 256, now: 2 * Self.minute)
    #expect(calm == nil)
  }

  @Test func `a sound that began anew is counted from its own beginning`() {
    var late = LateBlocks()
    _ = late.sentence(monitor([1, 1, 6]).snapshot(), periodFrames: 256, now: 0)
    let line = late.sentence(monitor([7]).snapshot(), periodFrames: 256, now: Self.minute)
    #expect(line?.hasPrefix("1 late block in the last minute, worst 7.") == true)
  }
}
