import Glibc
import Testing
import TestSupport

@Suite struct ConvolveInspectTests {
  private let bench: ConvolveBench

  init() throws { bench = try ConvolveBench() }

  @Test func `the numbers of a known file are right`() throws {
    // Energy 0.3125 and 1.25, sums 0.75 and 1.5; the 1e-4 lies 80 dB below its channel's peak.
    try bench.write([[0, 0.5, -0.25, 0], [1e-4, 0, -1, 0.5]], as: "ir.wav")
    let result = try bench.run("inspect", "ir.wav")
    #expect(result.status == 0 && result.errors.isEmpty)
    #expect(
      result.output == """
        ir.wav: 2 channels, 48000 Hz, 4 frames (0.000 s)
        channel      peak  at frame    energy  worst case  loudest sine        at          pre-delay
              1  -6.02 dB         1  -5.05 dB    -2.50 dB      -2.50 dB  24.0 kHz   1 frame, 0.02 ms
              2   0.00 dB         2   0.97 dB     3.52 dB       3.52 dB  24.0 kHz  2 frames, 0.04 ms
        No reverberation to measure: no decay can be seen.

        """)
  }

  @Test func `a silent channel is shown as such`() throws {
    try bench.write([[0], [1]], as: "ir.wav", rate: 44100)
    let result = try bench.run("inspect", "ir.wav")
    #expect(result.status == 0)
    #expect(result.output.hasPrefix("ir.wav: 2 channels, 44100 Hz, 1 frame (0.000 s)\n"))
    #expect(result.output.contains("-inf dB"))
  }

  @Test func `a closed pipe ends it silently`() throws {
    try bench.write([[1]], as: "ir.wav")
    // The pipe's reader is gone before the program starts.
    let command = """
      mkfifo pipe; : < pipe & exec 3> pipe; wait; "$0" inspect ir.wav >&3; echo $? >&2
      """
    let program = try RunningProgram(
      "/bin/sh", ["-c", command, try Products.path("convolve")], in: bench.folder.path)
    #expect(try program.result().errors == "141\n")
  }
}
