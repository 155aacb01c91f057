import AudioDevices
import Glibc
import SignalProcessing
import Testing

@testable import Session

/// What the playback device holds, as far as we know.
@Suite struct PlaybackQueueTests {
  private func options(period: Int = 256) -> PlaybackOptions {
    PlaybackOptions(
      format: StreamFormat(
        sampleRate: 48_000, channelCount: 2, periodFrames: period, bufferFrames: 6 * period,
        sampleFormat: .float32),
      latencyFrames: 4 * period, fadeFrames: 960)
  }

  private func time(_ frames: Int) -> Int { FrameTime(rate: 48_000).nanoseconds(frames) }

  @Test func `a device that tells each frame is believed`() {
    var queue = PlaybackQueue(options: options(), writtenFrames: 1024)
    #expect((queue.note(StreamLevel(frames: 1024, nanoseconds: 0), now: 0)) == false)
    #expect((queue.note(StreamLevel(frames: 1011, nanoseconds: time(20)), now: time(20))) == false)
    #expect(queue.frames == 1011 && queue.room == 6 * 256 - 1011)
    queue.noteWritten(64)
    #expect(queue.frames == 1075)
  }

  @Test func `A16: a device that tells whole periods has played what time has passed`() {
    var queue = PlaybackQueue(options: options(), writtenFrames: 1024)
    for now in 0..<1000 {
      let told = 1024 - now / 256 * 256
      _ = queue.note(StreamLevel(frames: told, nanoseconds: time(now)), now: time(now))
      // Never too much by more than the clock may differ, and never beyond what can be told.
      #expect(queue.frames - (1024 - now) <= now / 256 + 2, "\(now)")
      #expect(queue.frames > told - 256, "\(now)")
      #expect(queue.room == 6 * 256 - told)
    }
  }

  @Test func `A16: the time of a move tells the place to the frame`() {
    var queue = PlaybackQueue(options: options(), writtenFrames: 1024)
    for now in stride(from: 100, to: 1000, by: 37) {
      let moved = now / 256 * 256
      _ = queue.note(StreamLevel(frames: 1024 - moved, nanoseconds: time(moved)), now: time(now))
      #expect(abs(queue.frames - (1024 - now)) <= 2, "\(now)")
    }
  }

  @Test func `A16: a place that moves by a millisecond has nothing to do with the period`() {
    // 256 and 48 have 16 in common.
    var queue = PlaybackQueue(options: options(), writtenFrames: 1024)
    for now in 0..<1000 {
      let told = 1024 - now / 48 * 48
      _ = queue.note(StreamLevel(frames: told, nanoseconds: time(now)), now: time(now))
      // It is learnt from four moves.
      if now >= 240 { #expect(abs(queue.frames - (1024 - now)) <= 4, "\(now)") }
    }
  }

  @Test func `what a device still holds is told from the last truth, and never too much`() {
    var queue = PlaybackQueue(options: options(), writtenFrames: 1024)
    _ = queue.note(StreamLevel(frames: 1024, nanoseconds: 0), now: 0)
    // While the driver lies a clock that is 0.1 % fast plays on.
    for now in stride(from: 64, through: 512, by: 64) {
      let lie = StreamLevel(frames: 1536, nanoseconds: time(now), isPlausible: false)
      _ = queue.note(lie, now: time(now))
      // The time in between is cut to whole nanoseconds, which is a frame at most.
      let truth = 1024 - now - now / 1000
      #expect((truth - 3...truth + 1).contains(queue.leastFrames(now: time(now))), "\(now)")
    }
    #expect(queue.leastFrames(now: time(2000)) == 0)
  }

  @Test func `A12: a device that plays nothing for 200 ms and two periods stands still`() {
    var queue = PlaybackQueue(options: options(), writtenFrames: 1024)
    #expect((queue.note(StreamLevel(frames: 1000, nanoseconds: 0), now: 0)) == false)
    #expect(
      (queue.note(StreamLevel(frames: 1000, nanoseconds: 210_000_000), now: 210_000_000)) == false)
    #expect(
      (queue.note(StreamLevel(frames: 1000, nanoseconds: 211_000_000), now: 211_000_000)) == true)
    queue.clear(now: 211_000_000)
    #expect(
      (queue.note(StreamLevel(frames: 0, nanoseconds: 900_000_000), now: 900_000_000)) == false)
  }
}

/// How the sound begins, ends, and is mended.
@Suite struct SoundEdgeTests {
  private func run(_ edge: inout SoundEdge, _ sample: Float, _ count: Int) -> [Float] {
    var frames = [Float](repeating: sample, count: 2 * count)
    frames.withUnsafeMutableBufferPointer { place in
      if let start = place.baseAddress { edge.apply(to: start, count: count) }
    }
    return stride(from: 0, to: 2 * count, by: 2).map { frames[$0] }
  }

  private func conceal(_ edge: inout SoundEdge, _ count: Int, fade: Int) -> [Float] {
    var frames = [Float](repeating: 9, count: 2 * count)
    frames.withUnsafeMutableBufferPointer { place in
      if let start = place.baseAddress { edge.conceal(start, count: count, fadeFrames: fade) }
    }
    return stride(from: 0, to: 2 * count, by: 2).map { frames[$0] }
  }

  @Test func `a sound rises out of silence along a raised cosine, then passes to the bit`() {
    var edge = SoundEdge(channelCount: 2)
    edge.begin(frames: 100)
    let rise = run(&edge, 1, 64) + run(&edge, 1, 36)
    for (frame, sample) in rise.enumerated() {
      let wanted = 0.5 - 0.5 * cos(Double.pi * (Double(frame) + 0.5) / 100)
      #expect(abs(Double(sample) - wanted) < 1e-6)
    }
    #expect(run(&edge, 0.7, 32).allSatisfy { $0 == 0.7 })
    let phase = edge.phase
    #expect(phase == .sounding)
  }

  @Test func `what is missing is the last frame, falling into silence`() {
    var edge = SoundEdge(channelCount: 2)
    edge.begin(frames: 0)
    _ = run(&edge, 0.5, 16)
    let fall = conceal(&edge, 32, fade: 48) + conceal(&edge, 32, fade: 48)
    #expect(fall[0] > 0.499 && fall[47] < 0.001 && fall[48...].allSatisfy { $0 == 0 })
    #expect(zip(fall, fall.dropFirst()).allSatisfy { $0 >= $1 })
    let phase = edge.phase
    #expect(phase == .silent)
    edge.begin(frames: 8)
    #expect(run(&edge, 0.5, 8).last.map { $0 > 0.48 } == true)
  }

  @Test func `the end comes once, and nothing is heard behind it`() {
    var edge = SoundEdge(channelCount: 2)
    edge.begin(frames: 0)
    edge.end(frames: 40)
    _ = run(&edge, 1, 20)
    edge.end(frames: 40)
    let hasEnded = edge.hasEnded
    #expect(!hasEnded)
    let rest = run(&edge, 1, 40)
    let hasEndedNow = edge.hasEnded
    #expect(hasEndedNow && rest[20...].allSatisfy { $0 == 0 })
  }
}
