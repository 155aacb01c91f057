import Glibc
import SoundFiles
import Testing
import TestSupport

@Suite struct ConvolveLevelTests {
  private let bench: ConvolveBench

  init() throws { bench = try ConvolveBench() }

  @Test(arguments: [["20ms"], ["0.02s"], ["960samples"], ["20"], ["20 ms"]])
  func `wet, dry and predelay are right to -120 dB`(_ predelay: [String]) throws {
    let signal = noise(4000, seed: 1), taps = decay(1500, seed: 2)
    try bench.write([signal], as: "in.wav")
    try bench.write([taps], as: "ir.wav")
    let result = try bench.run(
      "render", "in.wav", "--ir", "ir.wav", "-o", "out.wav", "--wet", "-9", "--dry", "0",
      "--predelay", predelay[0])
    #expect(result.status == 0, "\(result.errors)")
    var mixed = [Double](repeating: 0, count: 960) + taps.map { Double($0) * pow(10, -9 / 20) }
    mixed[0] += 1
    #expect(errorDecibels(try bench.read("out.wav")[0], reference(signal, mixed)) < -120)
  }

  @Test(arguments: [["--wet", "-6"], ["--wet=-6dB"], ["--wet", "-6.0 dB"], ["--wet", "-6DB"]])
  func `a negative level may be written in several ways`(_ level: [String]) throws {
    try bench.write([[1, 0, 0]], as: "in.wav")
    try bench.write([[1]], as: "ir.wav")
    let program = try bench.start(
      ["render", "in.wav", "--ir", "ir.wav", "-o", "out.wav"] + level)
    let result = try program.result()
    #expect(result.status == 0, "\(result.errors)")
    let found = try bench.read("out.wav")[0][0]
    #expect((found - Float(pow(10, -6.0 / 20))).magnitude < 1e-7)
  }

  @Test func `silence is a level`() throws {
    try bench.write([[0.25, 0.5]], as: "in.wav")
    try bench.write([[1, 1]], as: "ir.wav")
    let result = try bench.run(
      "render", "in.wav", "--ir", "ir.wav", "-o", "out.wav", "--wet", "-inf", "--dry", "0")
    #expect(result.status == 0, "\(result.errors)")
    #expect(try bench.read("out.wav") == [[0.25, 0.5, 0]])
  }

  @Test func `clipping is counted and said, and float files have none`() throws {
    try bench.write([[0.5, 0.25, -0.5, 0.125]], as: "in.wav", .int16)
    try bench.write([[4]], as: "ir.wav")
    let clipped = try bench.run("render", "in.wav", "--ir", "ir.wav", "-o", "out.wav", "--quiet")
    #expect(clipped.status == 0)
    #expect(
      clipped.errors == """
        convolve: out.wav: 3 of 4 samples clipped at full scale, the highest by 6.02 dB; --peak -0.1 \
        turns it down, --encoding float32 in a .wav file keeps it

        """)
    let float = try bench.run(
      "render", "in.wav", "--ir", "ir.wav", "-o", "float.wav", "--encoding", "float32")
    #expect(!float.errors.contains("clipped"))
    #expect(try bench.read("float.wav") == [[2, 1, -2, 0.5]])
  }

  @Test func `a sample that is no number becomes silence and is said`() throws {
    let samples: [Float] = [0.5, .nan, 0.25, .infinity]
    let header = waveHeader(format: 3, bits: 32, channels: 1, rate: 48000, sampleBytes: 16)
    try bench.folder.write(header + floatBytes(samples), as: "in.wav")
    try bench.write([[1]], as: "ir.wav")
    let result = try bench.run("render", "in.wav", "--ir", "ir.wav", "-o", "out.wav", "--quiet")
    #expect(result.status == 0)
    #expect(
      result.errors == """
        convolve: out.wav: 2 of 4 samples not a finite number, written as silence; look for the \
        cause in in.wav

        """)
    #expect(try bench.read("out.wav") == [[0.5, 0, 0.25, 0]])
  }

  @Test func `an impulse response of another rate is resampled, and that is said`() throws {
    // A band-limited response with silence around it: half a cosine wave of 2 ms at 24 kHz.
    let taps = (0..<480).map { frame -> Float in
      let phase = Double(frame - 240) / 48
      return phase.magnitude < 1 ? Float(0.5 + 0.5 * cos(.pi * phase)) / 24 : 0
    }
    try bench.write([[0, 1, 0]], as: "in.wav")
    try bench.write([taps], as: "ir.wav", rate: 24000)
    let result = try bench.run("render", "in.wav", "--ir", "ir.wav", "-o", "out.wav")
    #expect(result.status == 0)
    let notes = result.errors.split(separator: "\n").filter { $0.contains("resampled") }
    #expect(notes.count == 1 && notes[0].contains("ir.wav: 24000 Hz"))
    let wanted =
      [0]
      + (0..<960).map { frame -> Double in
        let phase = Double(frame - 480) / 96
        return phase.magnitude < 1 ? (0.5 + 0.5 * cos(.pi * phase)) / 48 : 0
      } + [0]
    // What rings behind the last tap is kept as well.
    let found = try bench.read("out.wav")[0].prefix(wanted.count)
    #expect(errorDecibels(Array(found), wanted) < -60)
  }
}
