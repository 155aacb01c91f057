/// The sum of the last so many integers, exact for as long as it runs.
struct MovingSum: ~Copyable {
  private let past: UnsafeMutablePointer<Int>
  private let length: Int
  private let resting: Int
  private var place = 0
  private var sum: Int

  /// A sum over `length` numbers that all were `resting`.
  ///
  /// - Precondition: no sum of `length` numbers overflows.
  init(length: Int, resting: Int) {
    precondition(length > 0)
    let past = UnsafeMutablePointer<Int>.allocate(capacity: length)
    past.initialize(repeating: resting, count: length)
    self.past = past
    self.length = length
    self.resting = resting
    sum = length * resting
  }

  deinit { past.deallocate() }

  /// Takes one number and gives the sum that ends with it.
  @_noLocks
  mutating func push(_ value: Int) -> Int {
    sum += value - past[place]
    past[place] = value
    place = place + 1 == length ? 0 : place + 1
    return sum
  }

  /// Forgets all numbers.
  @_noLocks
  mutating func reset() {
    past.update(repeating: resting, count: length)
    place = 0
    sum = length * resting
  }
}
