extension DeadlineMonitor {
  /// The durations of the blocks up to one moment.
  public struct Snapshot: Equatable, Sendable {
    /// What a block may take at most.
    public let periodNanoseconds: Int
    /// The longest block.
    public let worstNanoseconds: Int
    /// Blocks that took longer than the period.
    public let lateCount: Int
    /// Blocks recorded.
    public let blockCount: Int

    private let buckets: [Int]
    private let totalNanoseconds: Int

    init(
      periodNanoseconds: Int, buckets: [Int], totalNanoseconds: Int, worstNanoseconds: Int,
      lateCount: Int
    ) {
      self.periodNanoseconds = periodNanoseconds
      self.buckets = buckets
      self.totalNanoseconds = totalNanoseconds
      self.worstNanoseconds = worstNanoseconds
      self.lateCount = lateCount
      blockCount = buckets.reduce(0, +)
    }

    /// The mean duration; 0 before the first block.
    public var meanNanoseconds: Double {
      blockCount == 0 ? 0 : Double(totalNanoseconds) / Double(blockCount)
    }

    /// Half of the blocks took at most this long.
    public var p50Nanoseconds: Int { percentile(50) }

    /// 99 of 100 blocks took at most this long.
    public var p99Nanoseconds: Int { percentile(99) }

    /// The duration which `percent` of the blocks did not exceed, at most 1/16 too long; 0 before
    /// the first block.
    ///
    /// - Precondition: `percent` between 0 and 100.
    public func percentile(_ percent: Double) -> Int {
      precondition((0...100).contains(percent), "A percentile lies between 0 and 100.")
      let rank = max(1, (Double(blockCount) * percent / 100).rounded(.up))
      var seen: Int = 0
      for (bucket, count) in buckets.enumerated() {
        seen += count
        if count > 0 && Double(seen) >= rank {
          return min(DurationHistogram.upperEdge(ofBucket: bucket), worstNanoseconds)
        }
      }
      return worstNanoseconds
    }

    /// A duration as a share of the period: 1 is the deadline.
    public func load(ofNanoseconds nanoseconds: Int) -> Double {
      Double(nanoseconds) / Double(periodNanoseconds)
    }

    /// The blocks by ranges of their share of the period, each at most 1/16 too high.
    ///
    /// - Parameter bounds: the upper end of each range but the last, ascending.
    /// - Returns: one count more than bounds.
    public func counts(upToShares bounds: [Double]) -> [Int] {
      var counts = [Int](repeating: 0, count: bounds.count + 1)
      for (bucket, count) in buckets.enumerated() where count > 0 {
        let share = load(ofNanoseconds: DurationHistogram.upperEdge(ofBucket: bucket))
        counts[bounds.firstIndex { share <= $0 } ?? bounds.count] += count
      }
      return counts
    }

    /// The blocks recorded after `earlier`, a snapshot of the same monitor, was taken. Their worst
    /// is known to 1/16, like a percentile.
    public func blocks(since earlier: Snapshot) -> Snapshot {
      let newer = zip(buckets, earlier.buckets).map { $0 - $1 }
      let slowest = newer.lastIndex { $0 > 0 }.map(DurationHistogram.upperEdge(ofBucket:)) ?? 0
      return Snapshot(
        periodNanoseconds: periodNanoseconds, buckets: newer,
        totalNanoseconds: totalNanoseconds - earlier.totalNanoseconds,
        worstNanoseconds: min(slowest, worstNanoseconds),
        lateCount: lateCount - earlier.lateCount)
    }
  }
}
