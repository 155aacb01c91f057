import Batch
import Testing

@Suite struct ShardTests {
  @Test(arguments: [1, 2, 3, 7])
  func `every file belongs to exactly one shard`(_ count: Int) {
    for place in 0..<50 {
      let holders = (1...count).count { Shard(typed: "\($0)/\(count)")?.contains(place) == true }
      #expect(holders == 1)
    }
  }

  @Test(arguments: ["0/2", "3/2", "1", "1/2/3", "a/2", "1/0", "-1/2", ""])
  func `what is no shard is refused`(_ text: String) { #expect(Shard(typed: text) == nil) }
}
