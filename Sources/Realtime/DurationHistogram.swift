/// The buckets in which durations are counted: 16 in each octave, so that an edge is at most
/// 1/16 above any duration in its bucket, whatever the period.
enum DurationHistogram {
  /// Buckets per octave, as a power of two.
  private static let stepBits = 4
  private static let steps = 1 << stepBits
  /// Longer durations are counted with the longest: 2^36 ns are 69 seconds.
  private static let longest = (1 << 36) - 1

  /// How many buckets there are.
  static let bucketCount = 33 * steps

  /// The bucket of a duration. Below 16 ns each has its own; above, the bits below the first four
  /// after the leading one are dropped.
  @_noLocks
  static func bucket(ofNanoseconds nanoseconds: Int) -> Int {
    let duration = max(0, min(nanoseconds, longest))
    guard duration >= steps else { return duration }
    let octave = Int.bitWidth - 1 - duration.leadingZeroBitCount
    let step = (duration &>> (octave - stepBits)) & (steps - 1)
    return (octave - stepBits + 1) * steps + step
  }

  /// The longest duration, in nanoseconds, that a bucket counts.
  static func upperEdge(ofBucket bucket: Int) -> Int {
    guard bucket >= steps else { return bucket }
    let shift = bucket / steps - 1
    return ((steps + bucket % steps + 1) << shift) - 1
  }
}
