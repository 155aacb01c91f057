import SoundFiles
import Testing
import TestSupport

extension DaemonTests {
  /// The daemon's own configuration, rendered offline.
  @Suite struct ConvolveChainTests {
    private func bench(period: Int) throws -> DaemonBench {
      let bench = try DaemonBench()
      bench.periodFrames = period
      try bench.writeSound((0..<4).map { decay(3000, seed: $0) }, as: "ir.wav")
      bench.playback.channels = ["C", "A", "B"]
      // Half of full scale: the ceiling is at work.
      bench.playback.keys = "ceiling: -6, dither: off"
      bench.chain = [
        "- convolve: {ir: ir.wav, layout: true-stereo, dry: -6, wet: -20, predelay: 1 ms}",
        "- eq: {on: R, bands: [{type: peak, freq: 800, gain: 4, q: 1}]}",
        "- route: {A: L, B: [R, {from: L, gain: -6}], C: {from: R, gain: 2}}",
        "- limiter: {on: [A, B], ceiling: -9}",
      ]
      return bench
    }

    private func render(_ bench: DaemonBench, _ options: String...) throws -> ProgramResult {
      try RunningProgram(
        try Products.path("convolve"),
        [
          "render", "in.wav", "--chain", "room.yaml", "-o", "out.wav", "--encoding", "float32",
          "--force",
        ] + options, in: bench.folder.path,
        environment: ["XDG_CACHE_HOME": bench.folder.path("cache")]
      ).result()
    }

    @Test(
      "a chain rendered offline has the live daemon's samples, without its latency",
      arguments: [256, 480])
    func identity(period: Int) throws {
      let bench = try bench(period: period)
      let input = DaemonBench.noise
      try bench.writeCapture(input)
      try bench.writeSound(input, as: "in.wav")
      let live = try bench.run(seconds: 2)
      #expect(live.ending == .exited(0), "\(live.errors)")
      let report = DaemonReport(live)
      let offline = try render(bench)
      #expect(offline.status == 0, "\(offline.errors)")
      let latency = report.filterFrames
      #expect(latency > 0 && offline.errors.contains("its latency of \(latency) frames"))
      #expect(offline.errors.contains("the chain's ceiling held"))
      let heard = try bench.heard(), rendered = try bench.readSound("out.wav")
      #expect(rendered.count == 3)
      for (heard, rendered) in zip(heard, rendered) {
        #expect(rendered.contains { $0.magnitude > 0.05 })
        // Live, the latency's silence comes first, and the first 20 ms rise.
        let latent = [Float](repeating: 0, count: report.filterFrames) + rendered
        #expect(bench.firstDifference(heard, latent, report) == nil)
      }
    }

    @Test func `the whole tail of a chain is rendered, or none`() throws {
      let bench = try bench(period: 256)
      try bench.writeConfiguration()
      try bench.writeSound([noise(5000, seed: 1), noise(5000, seed: 2)], as: "in.wav")
      #expect(try render(bench).status == 0)
      let whole = try bench.readSound("out.wav")
      // The response behind its predelay, and what the equaliser rings.
      #expect(whole[0].count > 5000 + 3000 + 48 - 1)
      #expect(try render(bench, "--tail", "cut").status == 0)
      let cut = try bench.readSound("out.wav")
      #expect(isSame(cut, whole.map { Array($0[..<5000]) }))
    }

    @Test func `a sound of another rate or width is refused`() throws {
      let bench = try bench(period: 256)
      try bench.writeConfiguration()
      try bench.writeSound([noise(500, seed: 1)], as: "in.wav")
      let result = try render(bench)
      #expect(result.status == 65)
      #expect(
        result.errors == """
          convolve: in.wav: has 1 channel and room.yaml captures 2; they must be as many

          """)
    }

    @Test func `a chain that runs away is refused as the daemon falls silent`() throws {
      let bench = try bench(period: 256)
      bench.chain = ["- gain: {on: [L, R], gain: 20}", "- gain: {on: [L, R], gain: 20}"]
      bench.playback.channels = ["L", "R"]
      try bench.writeConfiguration()
      try bench.writeSound([noise(500, seed: 1), noise(500, seed: 2)], as: "in.wav")
      let result = try render(bench)
      #expect(result.status == 65 && result.errors.contains("at which the daemon falls silent"))
      #expect(!bench.folder.names.contains("out.wav"))
    }
  }
}
