import Glibc
import Synchronization
import Testing
import TestSupport

@testable import SignalProcessing

@Suite struct PeakMeterTests {
  /// Measures planar channels of one length as one block.
  private func measure(_ meter: borrowing PeakMeter, _ channels: [[Float]]) {
    let frames = channels[0].count
    meter.measure(Array(channels.joined()), frames: frames, channelStride: frames)
  }

  @Test(arguments: [0, 1, 7, 8, 9, 15, 16, 17, 64, 100])
  func `peak and mean square equal the float64 sums for any block length`(frames: Int) {
    var generator = SeededGenerator(seed: UInt64(frames))
    let channels = (0..<3).map { _ in
      (0..<frames).map { _ in Float.random(in: -1...1, using: &generator) }
    }
    let meter = PeakMeter(channelCount: 3)
    measure(meter, channels)
    for channel in 0..<3 {
      let reading = meter.take(channel: channel)
      let peak = channels[channel].map(\.magnitude).max() ?? 0
      let squares = channels[channel].map { Double($0) * Double($0) }.reduce(0, +)
      #expect(reading.frames == frames)
      #expect(reading.peak == peak)
      #expect((Double(reading.meanSquare) - squares / Double(max(frames, 1))).magnitude < 1e-6)
    }
  }

  @Test func `a reading covers the blocks since the last and starts afresh`() {
    let meter = PeakMeter(channelCount: 1)
    measure(meter, [[0.5, -0.75]])
    measure(meter, [[0.25, 0]])
    let first = meter.take(channel: 0)
    measure(meter, [[0.125]])
    let second = meter.take(channel: 0)
    let third = meter.take(channel: 0)
    #expect(first == PeakMeter.Reading(peak: 0.75, meanSquare: 0.21875, frames: 4))
    #expect(second == PeakMeter.Reading(peak: 0.125, meanSquare: 0.015625, frames: 1))
    #expect(third == PeakMeter.Reading(peak: 0, meanSquare: 0, frames: 0))
    #expect(third.peakLevel == .silence)
    #expect(third.rmsLevel == .silence)
  }

  @Test func `a full-scale sine has 0 dB peak and -3 dB RMS`() {
    let meter = PeakMeter(channelCount: 1)
    measure(meter, [(0..<4_800).map { Float(sin(2 * Double.pi * Double($0) / 48)) }])
    let reading = meter.take(channel: 0)
    #expect(reading.peakLevel.description == "0.0 dB")
    #expect(reading.rmsLevel.text(decimals: 2) == "-3.01 dB")
  }

  @Test(arguments: [0, 5, 8, 10])
  func `a NaN anywhere in the block shows in the peak`(place: Int) {
    let meter = PeakMeter(channelCount: 1)
    var block = [Float](repeating: 1, count: 11)
    block[place] = -.nan
    measure(meter, [block])
    #expect(meter.take(channel: 0).peak.isNaN)
  }

  @Test func `the count starts over instead of wrapping`() {
    let full = EnergySum(word: UInt64(UInt32.max - 1) << 32 | UInt64(Float(3).bitPattern))
    let next = full.adding(2, frames: 2)
    #expect(next.frames == 2)
    #expect(next.squareSum == 2)
    #expect(full.adding(2, frames: 1).squareSum == 5)
  }

  @Test func `no frame is lost or counted twice while another thread reads`() async {
    let blockCount = 20_000
    let meter = PeakMeter(channelCount: 1)
    let done = Flag()
    let writer = meter.share()
    async let taken = readAll(meter.share(), until: done)
    let block = [Float](repeating: 1, count: 3)
    for _ in 0..<blockCount { writer.measure(block, frames: 3, channelStride: 3) }
    done.raise()
    let sums = await taken
    #expect(sums.frames == blockCount * 3)
    #expect(sums.wrong == 0)
  }

  private final class Flag: Sendable {
    private let value = Atomic(false)
    var isRaised: Bool { value.load(ordering: .acquiring) }
    func raise() { value.store(true, ordering: .releasing) }
  }

  /// Takes readings until told to stop, and one more. All samples are 1, so is each mean.
  private func readAll(
    _ meter: consuming sending PeakMeter, until done: Flag
  ) async -> (frames: Int, wrong: Int) {
    var frames = 0
    var wrong = 0
    var isLast = false
    while !isLast {
      isLast = done.isRaised
      let reading = meter.take(channel: 0)
      frames += reading.frames
      if reading.frames > 0 && reading.meanSquare != 1 { wrong += 1 }
      sched_yield()
    }
    return (frames, wrong)
  }
}
