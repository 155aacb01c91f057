import Testing

extension DaemonTests {
  /// What the daemon says about levels that can exceed full scale.
  @Suite struct HeadroomTests {
    private func lines(_ chain: String...) throws -> [String] {
      let bench = try DaemonBench()
      bench.chain = chain
      try bench.writeSound([[1, 0.5], [0.25, -0.25]], as: "ir.wav")
      return DaemonReport(try bench.run(seconds: 0.1)).lines.filter { $0.contains("worst case") }
    }

    @Test func `only outputs that can exceed full scale are named`() throws {
      #expect(
        try lines("- convolve: {ir: ir.wav}") == [
          "convolved: output L: worst case +3.5 dB, frequency peak +3.5 dB at 0.0 Hz"
        ])
    }

    @Test func `all stages of the chain count`() throws {
      #expect(try lines("- convolve: {ir: ir.wav}", "- gain: {on: [L], gain: -6}").isEmpty)
      #expect(
        try lines("- convolve: {ir: ir.wav}", "- gain: {on: [L, R], gain: 10}") == [
          "convolved: output L: worst case +13.5 dB, frequency peak +13.5 dB at 0.0 Hz",
          "convolved: output R: worst case +4.0 dB, frequency peak +4.0 dB at 24.0 kHz",
        ])
    }

    @Test func `automatic gain leaves nothing to say`() throws {
      #expect(try lines("- convolve: {ir: ir.wav, gain: auto}").isEmpty)
    }
  }
}
