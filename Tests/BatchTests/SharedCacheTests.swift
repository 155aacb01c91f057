import Batch
import Synchronization
import Testing

@Suite struct SharedCacheTests {
  private struct Refusal: Error, Equatable {}
  private typealias Cache = SharedCache<Int, Int, Refusal>

  /// How often each key was made.
  private final class Count: Sendable {
    let made = Mutex<[Int: Int]>([:])

    func value(_ key: Int, of bytes: Int, in cache: Cache) throws(Refusal) -> Int {
      try cache.value(key) { () throws(Refusal) in
        made.withLock { $0[key, default: 0] += 1 }
        return (10 * key, bytes)
      }
    }

    func times(_ key: Int) -> Int { made.withLock { $0[key] ?? 0 } }
  }

  @Test func `the latest used stay within the bound, the others are made again`() throws {
    let cache = Cache(bytes: 100), count = Count()
    for key in [1, 2, 3] { #expect(try count.value(key, of: 40, in: cache) == 10 * key) }
    // 1 had to go; 2 becomes the latest, so that 3 goes next.
    #expect(try count.value(2, of: 40, in: cache) == 20)
    #expect(try count.value(4, of: 40, in: cache) == 40)
    #expect(try count.value(2, of: 40, in: cache) == 20)
    #expect([1, 2, 3, 4].map(count.times) == [1, 1, 1, 1])
    #expect(try count.value(3, of: 40, in: cache) == 30)
    #expect(try count.value(1, of: 40, in: cache) == 10)
    #expect([1, 2, 3, 4].map(count.times) == [2, 1, 2, 1])
  }

  @Test func `a value beyond the bound is given, and takes the place of all others`() throws {
    let cache = Cache(bytes: 100), count = Count()
    _ = try count.value(1, of: 40, in: cache)
    #expect(try count.value(2, of: 400, in: cache) == 20)
    #expect(try count.value(2, of: 400, in: cache) == 20)
    _ = try count.value(1, of: 40, in: cache)
    _ = try count.value(2, of: 400, in: cache)
    #expect([1, 2].map(count.times) == [2, 2])
  }

  @Test func `what could not be made is tried again`() throws {
    let cache = Cache(bytes: 100), count = Count()
    for _ in 0..<2 {
      #expect(throws: Refusal.self) { try cache.value(1) { () throws(Refusal) in throw Refusal() } }
    }
    #expect(try count.value(1, of: 40, in: cache) == 10)
    #expect(count.times(1) == 1)
  }

  @Test func `any number of threads get the right values, each made as rarely as its room allows`()
    async throws
  {
    let cache = Cache(bytes: 1000), count = Count()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for task in 0..<8 {
        group.addTask {
          for turn in 0..<2000 {
            let key = ItemDraws(seed: UInt64(task), place: turn).number(below: 20, .response)
            let value = try count.value(key, of: 40, in: cache)
            #expect(value == 10 * key)
          }
        }
      }
      try await group.waitForAll()
    }
    // 800 bytes have room.
    #expect((0..<20).allSatisfy { count.times($0) == 1 })
  }

  @Test func `a value in the making is not given up for one that is done`() throws {
    let cache = Cache(bytes: 100), count = Count()
    let outer = try cache.value(1) { () throws(Refusal) in
      // Meanwhile another thread would do this.
      for key in [2, 3, 4] { _ = try count.value(key, of: 60, in: cache) }
      return (10, 40)
    }
    #expect(outer == 10)
    _ = try count.value(1, of: 40, in: cache)
    #expect(count.times(1) == 0)
  }
}
