/// A stream of pseudo-random numbers that is the same on every machine and in every release.
///
/// Nothing of the standard library's `random` is used: its algorithms may change between releases,
/// and with them what a seed stands for.
///
/// Source: Steele, Lea, Flood 2014, "Fast splittable pseudorandom number generators" (SplitMix64).
package struct SeededGenerator: Equatable, Sendable {
  /// What a stream is for. Each purpose draws from a stream of its own, so that one knob that is
  /// turned does not disturb what the others do.
  package enum Purpose: UInt64, Sendable {
    case knobs = 1, faults, captureClock, playbackClock, captureCalls, playbackCalls
    case captureWakes, playbackWakes, controlWakes, ties, subject
  }

  private var state: UInt64

  package init(seed: UInt64, purpose: Purpose) {
    state = mixed(seed &+ mixed(purpose.rawValue &* 0x9E37_79B9_7F4A_7C15))
  }

  /// 64 bits.
  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    return mixed(state)
  }

  /// Uniform in 0..<1, in steps of 2⁻⁵³.
  package mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// Uniform in `0..<count`.
  ///
  /// - Precondition: above 0.
  package mutating func below(_ count: Int) -> Int {
    precondition(count > 0)
    return Int(next().multipliedFullWidth(by: UInt64(count)).high)
  }

  /// Uniform in the range.
  package mutating func within(_ range: ClosedRange<Int>) -> Int {
    range.lowerBound + below(range.upperBound - range.lowerBound + 1)
  }

  /// Uniform in `low..<high`.
  package mutating func within(_ low: Double, _ high: Double) -> Double {
    low + (high - low) * unit()
  }

  package mutating func chance(_ probability: Double) -> Bool { unit() < probability }

  /// Bell-shaped around 0 with a standard deviation of 1, within ±6: the sum of twelve uniform
  /// numbers, for which no mathematical library is needed.
  package mutating func bell() -> Double {
    var sum = -6.0
    for _ in 0..<12 { sum += unit() }
    return sum
  }

  /// At least 1, with a tail as heavy as a scheduler's: half of the draws stay under 2, one in `n`
  /// reaches `n`.
  package mutating func heavyTail(limit: Double) -> Double { min(1 / (1 - unit()), limit) }

  package mutating func pick<Element>(_ choices: [Element]) -> Element {
    choices[below(choices.count)]
  }
}

/// The output function of SplitMix64: every bit of the result depends on every bit of the number.
func mixed(_ number: UInt64) -> UInt64 {
  var z = number
  z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
  z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
  return z ^ (z >> 31)
}
