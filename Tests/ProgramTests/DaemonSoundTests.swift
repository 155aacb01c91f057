import Glibc
import Testing
import TestSupport

/// Everything that runs `convolved`: one after the other, because its threads want the processors.
@Suite(.serialized) enum DaemonTests {}

extension DaemonTests {
  /// What comes out of the daemon is what the offline render gives, to the bit.
  @Suite struct SoundTests {
    /// A chain of all stages, two channels in and three out, the filters in several partitions.
    private func bench() throws -> DaemonBench {
      let bench = try DaemonBench()
      try bench.writeSound((0..<4).map { decay(6000, seed: $0) }, as: "ir.wav")
      bench.playback.channels = ["C", "A", "B"]
      bench.chain = [
        "- convolve: {ir: ir.wav, layout: true-stereo, dry: -6, wet: -20, predelay: 1 ms}",
        "- gain: {on: R, gain: -4.5}",
        "- route: {A: L, B: [R, {from: L, gain: -6}], C: {from: R, gain: 2}}",
      ]
      return bench
    }

    @Test(
      "live sound is the offline render, the reported latency later",
      arguments: [16, 64, 256, 441, 480, 1024])
    func identity(period: Int) throws {
      let bench = try bench()
      bench.periodFrames = period
      if period < 256 {
        // The cards start one after the other, and at twenty times the speed that is many a period.
        bench.capture.speed = 2
        bench.playback.speed = 2
      }
      try expectIdentity(bench, seconds: 2)
    }

    @Test func `live sound is the offline render in real time`() throws {
      let bench = try bench()
      bench.latencyFrames = 2048
      bench.capture.speed = 1
      bench.playback.speed = 1
      let time = try ContinuousClock().measure { try expectIdentity(bench, seconds: 3) }
      #expect(time >= .seconds(3))
    }

    @Test func `outputs shared among threads are those of one thread`() throws {
      let bench = try DaemonBench()
      // Two outputs make one tile of the matrix, which is not shared.
      try bench.writeSound((0..<16).map { decay(80_000, seed: $0) }, as: "ir.wav")
      bench.playback.channels = ["A", "B", "C", "D"]
      bench.chain = [
        "- route: {A: L, B: R, C: R, D: L}", "- convolve: {ir: ir.wav, layout: matrix, wet: -40}",
      ]
      bench.periodFrames = 8192
      bench.audioKeys = ", threads: 2"
      // A helping thread may be late by half a period, 85 ms in real time.
      bench.capture.speed = 1
      bench.playback.speed = 1
      let errors = try expectIdentity(bench, seconds: 2)
      #expect(errors.contains(" MiB, 1 more thread for its outputs ("))
      #expect(!errors.contains("helping thread"))
    }

    @discardableResult private func expectIdentity(_ bench: DaemonBench, seconds: Double) throws
      -> String
    {
      let input = DaemonBench.noise
      try bench.writeCapture(input)
      let result = try bench.run(seconds: seconds)
      #expect(result.ending == .exited(0), "\(result.errors)")
      let report = DaemonReport(result)
      #expect(report.captureXruns + report.playbackXruns + report.droppedFrames == 0)
      #expect(report.frameCount >= Int(seconds * 48_000))
      let heard = try bench.heard()
      let whole = try bench.framesBeforeEnd(heard)
      #expect(whole >= Int(seconds * 48_000))
      let wanted = try DaemonReference.render(
        input, frames: whole, by: bench.configurationPath, partitions: report.partitions)
      for (heard, wanted) in zip(heard, wanted) {
        #expect(heard.prefix(report.latencyFrames).allSatisfy { $0 == 0 })
        #expect(bench.firstDifference(heard, wanted, report) == nil)
        // An equal silence would prove nothing.
        #expect(wanted.contains { abs($0) > 0.05 })
      }
      return result.errors
    }

    @Test func `convolve with the daemon's partitions gives the daemon's samples`() throws {
      let bench = try DaemonBench()
      try bench.writeSound([decay(20_000, seed: 3), decay(20_000, seed: 4)], as: "ir.wav")
      bench.chain = ["- convolve: {ir: ir.wav, wet: -20}"]
      let input = DaemonBench.noise
      try bench.writeCapture(input)
      try bench.writeSound(input, as: "in.wav")
      let report = DaemonReport(try bench.run(seconds: 2))
      let offline = try RunningProgram(
        try Products.path("convolve"),
        [
          "render", "in.wav", "-o", "out.wav", "--ir", "ir.wav", "--wet", "-20",
          "--plan", try #require(report.partitions.first), "--encoding", "float32",
        ], in: bench.folder.path
      ).result()
      #expect(offline.status == 0, "\(offline.errors)")
      let rendered = try bench.readSound("out.wav")
      for (heard, rendered) in zip(try bench.heard(), rendered) {
        #expect(rendered.count >= 90_000)
        #expect(bench.firstDifference(heard, rendered, report) == nil)
      }
    }

    @Test(
      "an integer device gets the nearest integers, and what is beyond them is counted",
      arguments: [("S16_LE", 16, 2), ("S24_3LE", 24, 3), ("S24_LE", 24, 4), ("S32_LE", 32, 4)])
    func quantised(format: String, bits: Int, sampleBytes: Int) throws {
      let bench = try bench()
      bench.playback.format = format
      bench.playback.sampleBytes = sampleBytes
      bench.chain.append("- gain: {on: [A, B, C], gain: 6}")
      let input = DaemonBench.noise
      try bench.writeCapture(input)
      let report = DaemonReport(try bench.run(seconds: 1))
      let whole = 20_000
      let wanted = try DaemonReference.render(
        input, frames: whole, by: bench.configurationPath, partitions: report.partitions)
      var clipped = 0
      let integers = wanted.map { channel in
        DaemonReference.written(channel, heldFrames: 0).prefix(whole).map { sample in
          quantise(sample, fullScale: Double(1 << (bits - 1)), &clipped)
        }
      }
      #expect(clipped > 0 && report.clippedSamples >= clipped)
      let bytes = try bench.folder.bytes("out.raw")
      for (channel, integers) in integers.enumerated() {
        let wrong = integers.indices.first { frame in
          let at = ((report.latencyFrames + frame) * 3 + channel) * sampleBytes
          return integer(bytes[at..<at + sampleBytes]) != integers[frame]
        }
        #expect(wrong == nil)
      }
    }

    /// The integer with its sign, from little-endian bytes.
    private func integer(_ bytes: ArraySlice<UInt8>) -> Int {
      let unsigned = bytes.reversed().reduce(0) { $0 << 8 | Int($1) }
      return unsigned >= 1 << (8 * bytes.count - 1) ? unsigned - 1 << (8 * bytes.count) : unsigned
    }

    private func quantise(_ sample: Float, fullScale: Double, _ clipped: inout Int) -> Int {
      let steps = (Double(sample) * fullScale).rounded(.toNearestOrEven)
      let limited = min(max(steps, -fullScale), fullScale - 1)
      if limited != steps { clipped += 1 }
      return Int(limited)
    }
  }
}

/// Frames of the ramps at the beginning and the end, 20 ms.
let fadeFrames = 960
