import Realtime
import Testing

@testable import Session

@Suite struct JointXrunsTests {
  private func event(_ kind: LiveEvent, at milliseconds: Int) -> AudioEvent {
    AudioEvent(kind: kind.rawValue, value: 0, nanoseconds: milliseconds * 1_000_000)
  }

  @Test func `A3: xruns of both sides within 50 ms are one, whichever is seen first`() {
    var joint = JointXruns()
    let first = joint.merge(
      [event(.captureXrun, at: 100), event(.overflow, at: 110), event(.playbackXrun, at: 150)],
      rest: .toCome)
    #expect(first.events == [event(.bothXruns, at: 100), event(.overflow, at: 110)])
    #expect(first.pairs == 1)
    let alone = joint.merge([event(.playbackXrun, at: 400)], rest: .toCome)
    #expect(alone.events == [] && alone.pairs == 0)
    let both = joint.merge([event(.captureXrun, at: 449)], rest: .toCome)
    #expect(both.events == [event(.bothXruns, at: 400)] && both.pairs == 1)
  }

  @Test func `A3: an xrun that stays alone is told at the next look, or at the end`() {
    var joint = JointXruns()
    _ = joint.merge([event(.captureXrun, at: 100)], rest: .toCome)
    let later = joint.merge([event(.playbackXrun, at: 151)], rest: .toCome)
    #expect(later.events == [event(.captureXrun, at: 100)] && later.pairs == 0)
    let last = joint.merge([event(.captureXrun, at: 900)], rest: .none)
    #expect(last.events == [event(.playbackXrun, at: 151), event(.captureXrun, at: 900)])
    #expect(last.pairs == 0)
  }
}
