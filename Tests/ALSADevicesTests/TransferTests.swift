import ALSADevices
import AudioDevices
import SignalProcessing
import Testing

extension ALSADevicesTests {
  /// Frames through the real library, from a file into a file.
  @Suite struct TransferTests {
    private let bench = CardBench.shared

    @Test("a loop returns every sample to the bit", arguments: CardBench.loopFormats)
    func loop(format: SampleFormat) throws {
      bench.remove("out.\(format.rawValue)")
      let capture = try bench.capture("in\(format)")
      let playback = try bench.playback("out\(format)")
      #expect(playback.format.sampleFormat == format)
      var wire = Wire(capture, playback)
      let start = wire.start(silentPeriods: 2)
      #expect(start == .oneByOne)
      #expect(wire.carry(periods: CardBench.loopFrames / 1024).isReady)
      #expect(playback.drainToEnd(milliseconds: 2000).isReady)

      let prefill = [UInt8](repeating: 0, count: 2048 * 2 * format.byteCount)
      let heard = bench.read("out.\(format.rawValue)")
      #expect(heard.count == prefill.count + bench.read("in.\(format.rawValue)").count)
      // Compared outside of the expectation, which would print a megabyte.
      let isSame = heard == prefill + bench.read("in.\(format.rawValue)")
      #expect(isSame)
      #expect(playback.clippedSampleCount == 0)
    }

    @Test("the end of what is captured reads as silence")
    func captureEnds() throws {
      let capture = try bench.capture("inint16")
      #expect(capture.prepare().isReady)
      #expect(capture.start().isReady)
      var samples = [Float](repeating: 1, count: 2048)
      for _ in 0...CardBench.loopFrames / 1024 {
        #expect(capture.waitForPeriod(milliseconds: 2000).isReady)
        #expect(capture.readPeriod(into: &samples).isReady)
      }
      #expect(samples.allSatisfy { $0 == 0 })
    }

    @Test("a write takes what there is room for and no more")
    func partialWrite() throws {
      let playback = try bench.playback("late")
      #expect(playback.prepare().isReady)
      let samples = [Float](repeating: 0.25, count: 2 * 3000)
      #expect(playback.write(samples, frames: 3000) == 3000)
      #expect(playback.write(samples, frames: 3000) == 1096)
      #expect(playback.write(samples, frames: 3000) == 0)
      #expect(playback.prepare().isReady)
      #expect(playback.writeSilence(frames: 9000) == 4096)
    }

    @Test("16 bits are dithered on request only: silence then hops by a step")
    func dither() throws {
      bench.remove("heard")
      let playback = try bench.playback("heard")
      #expect(!playback.isDithering)
      playback.isDithering = true
      #expect(playback.prepare().isReady)
      let silence = [Float](repeating: 0, count: 2 * 3000)
      #expect(playback.write(silence, frames: 3000) == 3000)
      #expect(playback.start().isReady)
      #expect(playback.drainToEnd(milliseconds: 2000).isReady)
      let heard = bench.read("heard")
      let steps = stride(from: 0, to: heard.count, by: 2).map {
        Int16(bitPattern: UInt16(heard[$0]) | UInt16(heard[$0 + 1]) << 8)
      }
      #expect(steps.allSatisfy { abs($0) <= 1 })
      // A quarter of 6,000 samples, by what a triangle of two steps leaves beyond half a step.
      #expect((1_300...1_700).contains(steps.count { $0 != 0 }))
    }

    @Test("what is beyond full scale is limited and counted once")
    func clipping() throws {
      bench.remove("heard")
      let playback = try bench.playback("heard")
      #expect(playback.prepare().isReady)
      let samples: [Float] = [0.5, -0.5, 1.5, -1.5, .nan, .infinity, 1, -1]
      #expect(playback.write(samples, frames: 4) == 4)
      #expect(playback.clippedSampleCount == 5)
      #expect(playback.drainToEnd(milliseconds: 2000).isReady)
      #expect(
        bench.read("heard") == [0, 0x40, 0, 0xc0, 0xff, 0x7f, 0, 0x80, 0, 0, 0xff, 0x7f]
          + [0xff, 0x7f, 0, 0x80])
    }

    @Test("draining plays all that is queued, also a part of a period")
    func drain() throws {
      bench.remove("heard")
      let playback = try bench.playback("heard")
      #expect(playback.prepare().isReady)
      let samples = [Float](repeating: 0.5, count: 2 * 1500)
      #expect(playback.write(samples, frames: 1500) == 1500)
      #expect(playback.drainToEnd(milliseconds: 2000).isReady)
      #expect(bench.read("heard") == [UInt8](repeatingPair: (0, 0x40), count: 3000))
      #expect(playback.prepare().isReady)
      #expect(playback.writeSilence(frames: 1024) == 1024)
    }

    @Test("stopping drops what is queued")
    func stopping() throws {
      bench.remove("heard")
      let playback = try bench.playback("heard")
      #expect(playback.prepare().isReady)
      #expect(playback.writeSilence(frames: 4096) == 4096)
      playback.stop()
      #expect(bench.read("heard").isEmpty)
    }

    @Test("a WAV file that one card plays is what another offers")
    func wavFile() throws {
      bench.remove("heard.wav")
      var playback: ALSAPlayback? = try bench.playback("heardwav")
      #expect(playback?.prepare().isReady == true)
      let samples = (0..<2048).map { Float($0 - 1024) / 1024 }
      #expect(playback?.write(samples, frames: 1024) ?? (.lost, 0) == 1024)
      #expect(playback?.drainToEnd(milliseconds: 2000).isReady == true)
      playback = nil
      #expect(bench.read("heard.wav").count == 44 + 1024 * 6)

      let capture = try bench.capture("playedwav")
      #expect(capture.format.sampleFormat == .int24Packed)
      #expect(capture.prepare().isReady)
      #expect(capture.start().isReady)
      var captured = [Float](repeating: 9, count: 2048)
      #expect(capture.waitForPeriod(milliseconds: 2000).isReady)
      #expect(capture.readPeriod(into: &captured).isReady)
      let planar = (0..<2048).map { samples[$0 % 1024 * 2 + $0 / 1024] }
      let isSame = captured == planar
      #expect(isSame)
    }
  }
}

extension [UInt8] {
  fileprivate init(repeatingPair pair: (UInt8, UInt8), count: Int) {
    self = (0..<2 * count).map { $0 % 2 == 0 ? pair.0 : pair.1 }
  }
}
