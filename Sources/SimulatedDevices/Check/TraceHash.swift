/// A running 64-bit hash over everything that can be seen of a simulation.
///
/// Two runs with the same hash did the same things in the same order at the same nanosecond.
package struct TraceHash: Equatable, Sendable {
  package private(set) var value: UInt64 = 0x6A09_E667_F3BC_C908

  package init() {}

  package mutating func mix(_ word: UInt64) {
    value = (value ^ word) &* 0x9E37_79B9_7F4A_7C15
    value ^= value >> 29
  }

  package mutating func mix(_ number: Int) { mix(UInt64(bitPattern: Int64(number))) }
}
