/// The smallest of the last so many numbers.
///
/// Keeps only numbers that can still become the smallest, in rising order: each comes and goes once.
///
/// - Source: Lemire, Nordic Journal of Computing 13 (2006) 328.
struct SlidingMinimum: ~Copyable {
  private let values: UnsafeMutablePointer<Int>
  /// When each value goes out of the window.
  private let ends: UnsafeMutablePointer<Int>
  private let length: Int
  private var first = 0
  private var count = 0
  private var now = 0

  /// A window over `length` numbers, at least 1; none has come yet.
  init(length: Int) {
    precondition(length > 0)
    let memory = UnsafeMutablePointer<Int>.allocate(capacity: 2 * length)
    memory.initialize(repeating: 0, count: 2 * length)
    values = memory
    ends = memory + length
    self.length = length
  }

  deinit { values.deallocate() }

  /// Takes one number; the smallest of it and those before, as far as the window reaches.
  ///
  /// - Complexity: constant over the window; the length of the window at worst.
  /// - Thread: audio.
  @_noLocks
  mutating func push(_ value: Int) -> Int {
    if count > 0 && ends[first] == now {
      first = first + 1 == length ? 0 : first + 1
      count -= 1
    }
    while count > 0 && values[place(count - 1)] >= value { count -= 1 }
    let newest = place(count)
    values[newest] = value
    ends[newest] = now &+ length
    count += 1
    now &+= 1
    return values[first]
  }

  @inline(__always) @_noLocks
  private func place(_ offset: Int) -> Int {
    let place = first + offset
    return place < length ? place : place - length
  }

  /// Forgets all numbers.
  @_noLocks
  mutating func reset() {
    first = 0
    count = 0
    now = 0
  }
}
