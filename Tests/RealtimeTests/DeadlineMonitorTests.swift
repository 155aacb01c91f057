import Testing

@testable import Realtime

@Suite struct DeadlineMonitorTests {
  @Test func `every duration lies in its bucket, at most a sixteenth below its edge`() {
    var previousEdge = -1
    for bucket in 0..<DurationHistogram.bucketCount {
      let edge = DurationHistogram.upperEdge(ofBucket: bucket)
      let lower = previousEdge + 1
      #expect(DurationHistogram.bucket(ofNanoseconds: lower) == bucket)
      #expect(DurationHistogram.bucket(ofNanoseconds: edge) == bucket)
      #expect(edge - lower <= lower / 16)
      previousEdge = edge
    }
  }

  @Test func `durations outside of the histogram are counted at its ends`() {
    #expect(DurationHistogram.bucket(ofNanoseconds: -5) == 0)
    #expect(
      DurationHistogram.bucket(ofNanoseconds: .max) == DurationHistogram.bucketCount - 1)
  }

  @Test func `a monitor without blocks reports zeros`() {
    let snapshot = DeadlineMonitor(periodNanoseconds: 1_000).snapshot()
    #expect(snapshot.blockCount == 0)
    #expect(snapshot.meanNanoseconds == 0)
    #expect(snapshot.p99Nanoseconds == 0)
    #expect(snapshot.worstNanoseconds == 0)
  }

  @Test func `percentiles are right to a sixteenth, the rest exactly`() {
    let monitor = DeadlineMonitor(periodNanoseconds: 95_000)
    let durations = (1...100).map { $0 * 1_000 }
    for duration in durations.reversed() { monitor.record(nanoseconds: duration) }
    let snapshot = monitor.snapshot()
    #expect(snapshot.blockCount == 100)
    #expect(snapshot.meanNanoseconds == 50_500)
    #expect(snapshot.worstNanoseconds == 100_000)
    // A block of exactly the period is in time.
    #expect(snapshot.lateCount == 5)
    #expect((50_000...53_125).contains(snapshot.p50Nanoseconds))
    #expect((99_000...100_000).contains(snapshot.p99Nanoseconds))
    #expect(snapshot.percentile(100) == 100_000)
    #expect((1_000...1_062).contains(snapshot.percentile(0)))
    #expect(snapshot.load(ofNanoseconds: 47_500) == 0.5)
  }

  @Test func `the blocks since an earlier snapshot stand alone`() {
    let monitor = DeadlineMonitor(periodNanoseconds: 1_000)
    monitor.record(nanoseconds: 5_000)
    let earlier = monitor.snapshot()
    monitor.record(nanoseconds: 100)
    monitor.record(nanoseconds: 200)
    let newer = monitor.snapshot().blocks(since: earlier)
    #expect(newer.blockCount == 2)
    #expect(newer.lateCount == 0)
    #expect(newer.meanNanoseconds == 150)
    #expect((200...212).contains(newer.worstNanoseconds))
  }

  @Test func `every handle sees the same blocks`() {
    let monitor = DeadlineMonitor(periodNanoseconds: 1_000)
    let recorder = monitor.share()
    recorder.record(nanoseconds: 10)
    #expect(monitor.snapshot() == recorder.snapshot())
    #expect(monitor.snapshot().blockCount == 1)
  }
}
