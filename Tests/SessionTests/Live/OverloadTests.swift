import Testing

@testable import Session

/// A chain that is too slow, B6: what is judged, and when it is tried again. No clock.
@Suite struct OverloadTests {
  private static let period = 5_333_333

  /// Verdicts over so many blocks.
  private func verdicts(
    _ watch: inout OverloadWatch, blocks: Int, share: (Int) -> Double
  ) -> [OverloadWatch.Verdict] {
    var found: [OverloadWatch.Verdict] = []
    for block in 0..<blocks {
      let verdict = watch.note(nanoseconds: Int(share(block) * Double(Self.period)))
      if verdict != .none { found.append(verdict) }
    }
    return found
  }

  @Test func `B6: blocks that take more than their time are told once a second`() {
    var watch = OverloadWatch(periodNanoseconds: Self.period)
    let found = verdicts(&watch, blocks: 188 * 5) { _ in 1.02 }
    #expect(found == Array(repeating: .overloaded, count: 5))
  }

  @Test func `B6: blocks of uneven length are judged by their sum`() {
    var watch = OverloadWatch(periodNanoseconds: Self.period)
    #expect(verdicts(&watch, blocks: 940) { $0 % 4 == 0 ? 3.8 : 0 } == [])
    #expect(verdicts(&watch, blocks: 940) { $0 % 4 == 0 ? 4.4 : 0 }.first == .overloaded)
  }

  @Test func `B6: a machine that stands still is no slow chain`() {
    var watch = OverloadWatch(periodNanoseconds: Self.period)
    // Ten times in a second for ten seconds each.
    #expect(verdicts(&watch, blocks: 1880) { $0 % 19 == 0 ? 1875 : 0.3 } == [])
    // Long periods have 64 blocks to be judged by.
    var long = OverloadWatch(periodNanoseconds: 170_000_000)
    let blocks = (0..<63).map { _ in long.note(nanoseconds: 1_000_000_000) }
    #expect(blocks.allSatisfy { $0 == .none })
    let last = long.note(nanoseconds: 1_000_000_000)
    #expect(last == .overloaded)
  }

  @Test func `B6: what was too slow has to be clearly faster to be called fast`() {
    var watch = OverloadWatch(periodNanoseconds: Self.period)
    #expect(verdicts(&watch, blocks: 188) { _ in 1.5 } == [.overloaded])
    #expect(verdicts(&watch, blocks: 940) { _ in 0.95 } == [])
    #expect(verdicts(&watch, blocks: 940) { _ in 0.85 } == [.caughtUp])
    #expect(verdicts(&watch, blocks: 940) { _ in 0.95 } == [])
  }

  @Test func `B6: a chain is tried again after ten seconds, and ever later if it is slow again`() {
    var rest = OverloadRest()
    var now = 0
    var pauses: [Int] = []
    for _ in 0..<9 {
      rest.begin(now: now)
      let begun = now
      var isOver = false
      while !isOver {
        now += 1_000_000_000
        isOver = rest.takeEnd(now: now)
      }
      pauses.append((now - begun) / 1_000_000_000)
      #expect(!rest.isActive)
      now += 2_000_000_000
    }
    #expect(pauses == [10, 20, 40, 80, 160, 320, 640, 640, 640])
    // A minute without trouble, and all is forgotten.
    now += 60_000_000_000
    rest.begin(now: now)
    let early = rest.takeEnd(now: now + 9_000_000_000)
    let due = rest.takeEnd(now: now + 10_000_000_000)
    #expect(!early && due)
  }

  @Test func `B6: a thread that is always late sleeps five times a second, no other does`() {
    var late = Diligence(), calm = Diligence()
    var now = 0
    var pauses = 0
    var calmPauses = 0
    while now < 10_000_000_000 {
      late.noteStep(at: now)
      calm.noteStep(at: now)
      now += Self.period
      let isDue = late.takePause(now: now)
      if isDue {
        pauses += 1
        now += Diligence.pause
      }
      let isCalmDue = calm.takePause(now: now - 1_000_000)
      if isCalmDue { calmPauses += 1 }
    }
    #expect((45...50).contains(pauses))
    #expect(calmPauses == 0)
  }
}
