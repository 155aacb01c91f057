import Glibc
import SoundFiles
import Testing
import TestSupport

/// Levels that can only be known when everything is rendered.
@Suite struct ConvolveNormalizeTests {
  private let bench: ConvolveBench
  private let signal = noise(3000, seed: 1, level: 0.1)
  private let other = noise(3000, seed: 2, level: 0.02)
  private let taps = decay(200, seed: 3)

  /// What comes out without a goal, in float64.
  private let plain: [[Double]]

  init() throws {
    bench = try ConvolveBench()
    plain = [signal, other].map { [taps] in reference($0, taps.map(Double.init)) }
    try bench.write([signal, other], as: "in.wav")
    try bench.write([taps], as: "ir.wav")
  }

  private func render(_ options: String...) throws -> ([[Float]], ProgramResult) {
    let result = try bench.start(
      ["render", "in.wav", "--ir", "ir.wav", "-o", "out.wav", "--force"] + options
    ).result()
    try #require(result.status == 0, "\(result.errors)")
    return (try bench.read("out.wav"), result)
  }

  private func peak(_ channels: [[Double]]) -> Double {
    channels.joined().reduce(0) { max($0, $1.magnitude) }
  }

  private func energy(_ channels: [[Double]]) -> Double {
    channels.joined().reduce(0) { $0 + $1 * $1 }
  }

  /// The largest error in dB of what was wanted, which is the plain sound with one gain.
  private func error(_ found: [[Float]], gain: Double) -> Double {
    zip(found, plain).map { errorDecibels($0, $1.map { $0 * gain }) }.max() ?? .infinity
  }

  @Test(arguments: [("peak=-3", -3.0), ("peak", -0.1)])
  func `the largest sample of all channels gets its level, with one gain for all`(
    _ goal: String, _ decibels: Double
  ) throws {
    let (found, _) = try render("--normalize", goal)
    #expect(error(found, gain: pow(10, decibels / 20) / peak(plain)) < -120)
  }

  @Test(arguments: [["--normalize", "energy"], ["--level", "match"]])
  func `the energy of the input is kept`(_ options: [String]) throws {
    let (found, _) = try render(options[0], options[1])
    let before = energy([signal.map(Double.init), other.map(Double.init)])
    #expect(error(found, gain: (before / energy(plain)).squareRoot()) < -120)
    let after = energy(found.map { $0.map(Double.init) })
    #expect((10 * log10(after / before)).magnitude < 1e-5)
  }

  @Test func `a mono sound spread over channels has the input's energy in each on average`() throws
  {
    try bench.write([signal], as: "mono.wav")
    try bench.write([taps, decay(200, seed: 4)], as: "wide.wav")
    let result = try bench.run(
      "render", "mono.wav", "--ir", "wide.wav", "-o", "out.wav", "--level", "match")
    #expect(result.status == 0, "\(result.errors)")
    let after = energy(try bench.read("out.wav").map { $0.map(Double.init) }) / 2
    #expect((10 * log10(after / energy([signal.map(Double.init)]))).magnitude < 1e-5)
  }

  @Test func `a sine gets the loudness that EBU R 128 gives it`() throws {
    // 997 Hz at full scale in one channel has -3.01 LUFS (ITU-R BS.1770-4).
    let sine = (0..<96_000).map { 0.1 * Float(sin(2 * .pi * 997 * Double($0) / 48_000)) }
    try bench.write([sine], as: "sine.wav")
    try bench.write([[1]], as: "unit.wav")
    let result = try bench.run(
      "render", "sine.wav", "--ir", "unit.wav", "-o", "out.wav", "--normalize", "lufs=-23")
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.errors.contains("(--normalize lufs=-23)"))
    let found = 20 * log10(peak(try bench.read("out.wav").map { $0.map(Double.init) }))
    #expect((found - (-23 + 3.01)).magnitude < 0.02, "\(found)")
  }

  @Test func `what is too short for a loudness is refused and leaves nothing`() throws {
    let result = try bench.run(
      "render", "in.wav", "--ir", "ir.wav", "-o", "out.wav", "--normalize", "lufs")
    #expect(result.status == 65)
    #expect(result.errors.hasPrefix("convolve: out.wav: its loudness cannot be measured;"))
    #expect(bench.folder.names == ["in.wav", "ir.wav"])
  }

  @Test func `silence stays silence and is said`() throws {
    try bench.write([[Float](repeating: 0, count: 30_000)], as: "silence.wav")
    for goal in ["lufs", "peak", "energy"] {
      let result = try bench.run(
        "render", "silence.wav", "--ir", "ir.wav", "-o", "out.wav", "--force", "--normalize", goal)
      #expect(result.status == 0 && result.errors.contains("is silent; no level was set"))
      let isSilent = try bench.read("out.wav")[0].allSatisfy { $0 == 0 }
      #expect(isSilent)
    }
  }

  @Test func `a ceiling turns down, never up, and says by how much`() throws {
    let highest = peak(plain)
    let above = 20 * log10(highest) + 0.5, below = 20 * log10(highest) - 6
    let (same, quietResult) = try render("--peak", "\(above)")
    #expect(error(same, gain: 1) < -120 && !quietResult.errors.contains("turned"))
    let (found, result) = try render("--peak", "\(below)")
    #expect(error(found, gain: pow(10, -6 / 20)) < -115)
    #expect(result.errors.contains("turned down by 6.00 dB (--peak)"), "\(result.errors)")
  }

  @Test func `a ceiling holds a louder goal back`() throws {
    let (found, result) = try render("--normalize", "peak=0", "--peak", "-2")
    #expect(error(found, gain: pow(10, -2 / 20) / peak(plain)) < -120)
    #expect(result.errors.contains("2.00 dB softer than it would be without --peak -2.0"))
  }

  @Test func `what waits for its level is the same for any number of threads`() throws {
    let (one, _) = try render("--normalize", "peak=-1", "--jobs", "1")
    let (many, _) = try render("--normalize", "peak=-1", "--jobs", "4")
    #expect(isSame(one, many))
  }

  @Test func `double precision keeps its precision through a level`() throws {
    let (found, _) = try render(
      "--normalize", "peak=-3", "--precision", "double", "--encoding", "float64")
    #expect(error(found, gain: pow(10, -3 / 20) / peak(plain)) < -135)
  }
}
