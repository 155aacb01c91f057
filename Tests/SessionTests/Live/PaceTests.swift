import AudioDevices
import Testing

@testable import Session

/// What tells time, storms and standstills.
@Suite struct PaceTests {
  private let millisecond = 1_000_000

  @Test func `frames and nanoseconds are exact over years`() {
    let time = FrameTime(rate: 44_100)
    let year = 365 * 86_400
    #expect(time.nanoseconds(44_100 * year + 441) == year * 1_000_000_000 + 10_000_000)
    #expect(time.frames(year * 1_000_000_000 + 10_000_000) == 44_100 * year + 441)
    #expect(time.frames(-10_000_000) == -441)
  }

  @Test func `A4: five within ten seconds are a storm, and counting begins anew`() {
    var storm = XrunStorm()
    let times = [0, 2, 4, 6, 8, 9, 9, 9, 9].map { $0 * 1_000_000_000 }
    #expect(
      times.map { storm.note(now: $0) }
        == [false, false, false, false, true, false, false, false, false])
    #expect((storm.note(now: 9_500_000_000)) == true)
  }

  @Test func `A4: five in more than ten seconds are none`() {
    var storm = XrunStorm()
    for time in 0..<100 { #expect((storm.note(now: time * 2_600_000_000)) == false) }
  }

  @Test func `A11: a source that gives nothing for eight periods stands still, and is told once`() {
    var patience = CapturePatience(periodNanoseconds: millisecond)
    #expect((patience.noteProgress(now: 0)) == false)
    #expect((patience.noteIdle(now: 8 * millisecond - 1)) == false)
    #expect(patience.remaining(now: 3 * millisecond) == 5 * millisecond)
    #expect((patience.noteIdle(now: 8 * millisecond)) == true)
    #expect((patience.noteIdle(now: 9 * millisecond)) == false)
    #expect((patience.noteProgress(now: 10 * millisecond)) == true)
    #expect((patience.noteProgress(now: 11 * millisecond)) == false)
  }

  @Test func `A11: silence takes the place of a source that stands still, at its pace`() {
    var patience = CapturePatience(periodNanoseconds: millisecond)
    _ = patience.noteProgress(now: 0)
    #expect((patience.takeSilence(now: 7 * millisecond)) == false)
    _ = patience.noteIdle(now: 8 * millisecond)
    var blocks = 0
    for time in 80...180 where patience.takeSilence(now: time * millisecond / 10) { blocks += 1 }
    #expect(blocks == 11)
    // After a pause of everything there is nothing to catch up with.
    let first = patience.takeSilence(now: 10_000 * millisecond)
    let second = patience.takeSilence(now: 10_000 * millisecond)
    #expect(first && !second)
    #expect(patience.remaining(now: 10_000 * millisecond) == millisecond)
  }
}

/// When the frames in the ring were captured.
@Suite struct CaptureClockTests {
  /// At 1000 Hz a frame is a millisecond.
  private let frame = 1_000_000

  private func stamp(_ clock: inout CaptureClock, at time: Int, waiting frames: Int = 0) {
    clock.stamp(StreamLevel(frames: frames, nanoseconds: time * frame))
  }

  @Test func `the epoch is when frame 0 was captured, however late a block is read`() {
    var clock = CaptureClock(time: FrameTime(rate: 1000))
    for block in 0..<10 {
      let late = block % 3
      stamp(&clock, at: 1000 + (block + 1) * 16 + late, waiting: late)
      let queued = clock.noteQueued(16)
      #expect(queued.epoch == 1000 * frame && !queued.isAfterGap)
    }
    #expect(clock.queuedFrames == 160)
  }

  @Test func `A2: frames lost in an overrun are counted by the clock`() {
    var clock = CaptureClock(time: FrameTime(rate: 1000))
    stamp(&clock, at: 16)
    _ = clock.noteQueued(16)
    clock.noteLoss()
    stamp(&clock, at: 132)
    let queued = clock.noteQueued(16)
    #expect(queued.isAfterGap && queued.lostFrames == 100)
    #expect(queued.epoch == 100 * frame)
    stamp(&clock, at: 148)
    #expect((clock.noteQueued(16).isAfterGap) == false)
  }

  @Test func `blocks that went by a full ring are not counted as lost again`() {
    var clock = CaptureClock(time: FrameTime(rate: 1000))
    stamp(&clock, at: 16)
    _ = clock.noteQueued(16)
    clock.noteSkipped(16)
    clock.noteSkipped(16)
    stamp(&clock, at: 64)
    let queued = clock.noteQueued(16)
    #expect(queued.isAfterGap && queued.lostFrames == 0 && queued.epoch == 32 * frame)
  }

  @Test func `A11: a source that stood still has lost nothing`() {
    var clock = CaptureClock(time: FrameTime(rate: 1000))
    stamp(&clock, at: 16)
    _ = clock.noteQueued(16)
    clock.noteStandstill()
    stamp(&clock, at: 5016)
    let queued = clock.noteQueued(16)
    #expect(queued.isAfterGap && queued.lostFrames == 0)
  }
}
