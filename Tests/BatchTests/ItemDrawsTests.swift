import Batch
import Testing

@Suite struct ItemDrawsTests {
  /// From a program of its own in Python, written after the description alone.
  @Test func `the same seed gives the same choices for ever`() {
    let first = ItemDraws(seed: 7, place: 0), later = ItemDraws(seed: 7, place: 19_999)
    #expect(first.bits(.response) == 0x9C01_4791_61BC_5D78)
    #expect(later.bits(.noiseSamples) == 0xDD3A_404F_C29D_869C)
    #expect(
      (0..<8).map { ItemDraws(seed: 7, place: $0).number(below: 100, .response) } == [
        60, 16, 42, 37, 39, 3, 69, 70,
      ])
    #expect(ItemDraws(seed: 0, place: 3).share(.snr) == 0x1.5411f55395be8p-2)
    #expect(ItemDraws(seed: .max, place: 1).bits(.early) == 0x10CC_2A3D_CE92_BECE)
    #expect(ItemDraws.version == 1)
  }

  @Test func `every choice is made about equally often`() {
    var counts = [Int](repeating: 0, count: 10)
    for place in 0..<10_000 {
      counts[ItemDraws(seed: 1, place: place).number(below: 10, .response)] += 1
    }
    // Six standard deviations.
    #expect(counts.allSatisfy { ($0 - 1000).magnitude < 180 })
    let early = (0..<10_000).count { ItemDraws(seed: 1, place: $0).share(.early) < 0.2 }
    #expect((early - 2000).magnitude < 240)
  }

  @Test func `what is chosen for one purpose says nothing about another`() {
    var both = 0
    for place in 0..<10_000 {
      let draws = ItemDraws(seed: 5, place: place)
      if draws.share(.early) < 0.5 && draws.share(.snr) < 0.5 { both += 1 }
    }
    #expect((both - 2500).magnitude < 260)
  }
}
