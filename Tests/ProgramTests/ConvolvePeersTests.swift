import Glibc
import SoundFiles
import Testing
import TestSupport

/// What the common tools for offline convolution get wrong by default, a test for each.
@Suite struct ConvolvePeersTests {
  private let bench: ConvolveBench

  init() throws { bench = try ConvolveBench() }

  /// Renders `in.wav` with `ir.wav`; what comes out and what was said.
  private func render(_ options: String...) throws -> ([[Float]], String) {
    let result = try bench.start(
      ["render", "in.wav", "--ir", "ir.wav", "-o", "out.wav", "--force"] + options
    ).result()
    try #require(result.status == 0, "\(result.errors)")
    return (try bench.read("out.wav"), result.errors)
  }

  /// ffmpeg's afir is 53 dB too soft or 6 dB too loud and cuts the tail, pedalboard is 40 dB too soft,
  /// sox shifts the response by half its length.
  @Test func `level, shape, place and tail are those of float64`() throws {
    let signal = noise(3000, seed: 1)
    let taps = [1] + decay(1000, seed: 2)
    try bench.write([signal], as: "in.wav")
    try bench.write([taps], as: "ir.wav")
    let (found, _) = try render()
    #expect(found[0].count == 3000 + 1001 - 1)
    #expect(errorDecibels(found[0], reference(signal, taps.map(Double.init))) < -120)
  }

  /// audiomentations sets the output's peak to 0.5 whatever comes in.
  @Test func `half as loud in is half as loud out, to the bit`() throws {
    let signal = noise(3000, seed: 3)
    try bench.write([decay(500, seed: 4)], as: "ir.wav")
    try bench.write([signal], as: "in.wav")
    let (loud, _) = try render()
    try bench.write([signal.map { $0 / 2 }], as: "in.wav")
    let (soft, _) = try render()
    #expect(isSame(soft, [loud[0].map { $0 / 2 }]))
  }

  /// fconvolver plays old input again when the input has ended.
  @Test func `behind the last sample that sounds there is silence`() throws {
    try bench.write([noise(6000, seed: 5)], as: "in.wav")
    try bench.write([[1] + [Float](repeating: 0, count: 20_000)], as: "ir.wav")
    let (found, _) = try render()
    #expect(found[0].count == 26_000)
    let isSilent = found[0][6000...].allSatisfy { $0.magnitude < 1e-6 }
    #expect(isSilent)
  }

  /// ffmpeg multiplies dry by wet.
  @Test func `dry and wet are added, each at its own level`() throws {
    let signal = noise(2000, seed: 6), taps = decay(300, seed: 7)
    try bench.write([signal], as: "in.wav")
    try bench.write([taps], as: "ir.wav")
    let (found, _) = try render("--dry", "-6", "--wet", "-12")
    var mixed = taps.map { Double($0) * pow(10, -12 / 20) }
    mixed[0] += pow(10, -6 / 20)
    #expect(errorDecibels(found[0], reference(signal, mixed)) < -120)
    let (dry, _) = try render("--dry", "0", "--wet", "-inf")
    #expect(errorDecibels(Array(dry[0][..<2000]), signal.map(Double.init)) < -120)
  }

  /// ffmpeg clips without a word.
  @Test func `what clips is counted, and how far it was beyond`() throws {
    try bench.write([[0.5, -0.75, 0.25]], as: "in.wav", .int16)
    try bench.write([[2]], as: "ir.wav")
    let (found, said) = try render()
    #expect(found[0][0].magnitude > 0.999 && found[0][1] == -1)
    #expect(said.contains("2 of 3 samples clipped at full scale, the highest by 3.52 dB;"))
  }

  /// fconvolver and BruteFIR say a line, and fconvolver writes a file and ends with 0.
  @Test func `a response that is missing ends with 66 and writes nothing`() throws {
    try bench.write([[1]], as: "in.wav")
    let result = try bench.run("render", "in.wav", "--ir", "ir.wav", "-o", "out.wav")
    #expect(result.status == 66 && result.errors.hasPrefix("convolve: ir.wav: does not exist"))
    #expect(bench.folder.names == ["in.wav"])
  }

  /// pedalboard lets the sound pass as it is.
  @Test func `a response that is no sound ends with 65 and writes nothing`() throws {
    try bench.write([[1]], as: "in.wav")
    try bench.folder.write(Array("# no sound\n".utf8), as: "ir.wav")
    let result = try bench.run("render", "in.wav", "--ir", "ir.wav", "-o", "out.wav")
    #expect(result.status == 65 && bench.folder.names == ["in.wav", "ir.wav"])
  }

  /// ffmpeg resamples without the ratio's gain, which is 6 dB from 96 to 48 kHz; fconvolver does not
  /// resample at all.
  @Test func `one filter at three rates has one gain, and what was resampled is said`() throws {
    let sine = (0..<24_000).map { Float(0.5 * sin(2 * .pi * 1000 * Double($0) / 48_000)) }
    try bench.write([sine], as: "in.wav")
    var levels: [Double] = []
    for rate in [44_100, 48_000, 96_000] {
      // Half a cosine of 1 ms in the middle of 20 ms: the same filter in time at each rate.
      let taps = (0..<rate / 50).map { frame -> Float in
        let time = Double(frame) / Double(rate) - 0.01
        return time.magnitude < 0.0005 ? Float(1000 / Double(rate) * cos(.pi * time / 0.001)) : 0
      }
      try bench.write([taps], as: "ir.wav", rate: rate)
      let (found, said) = try render()
      #expect(said.contains("ir.wav: \(rate) Hz") == (rate != 48_000))
      let middle = found[0][6000..<18_000].reduce(0) { $0 + Double($1) * Double($1) }
      levels.append(10 * log10(middle))
    }
    let spread = (levels.max() ?? 0) - (levels.min() ?? -1)
    #expect(spread < 0.1, "\(levels)")
  }

  /// fconvolver cuts a response to the size that it was told.
  @Test func `a response longer than the sound is used to its end`() throws {
    let taps = decay(60_000, seed: 8)
    try bench.write([[1, 0, -0.5]], as: "in.wav")
    try bench.write([taps], as: "ir.wav")
    let (found, _) = try render()
    #expect(errorDecibels(found[0], reference([1, 0, -0.5], taps.map(Double.init))) < -120)
  }

  @Test func `one channel of response serves both channels of sound`() throws {
    let left = noise(1500, seed: 9), right = noise(1500, seed: 10), taps = decay(200, seed: 11)
    try bench.write([left, right], as: "in.wav")
    try bench.write([taps], as: "ir.wav")
    let (found, _) = try render()
    for (found, signal) in zip(found, [left, right]) {
      #expect(errorDecibels(found, reference(signal, taps.map(Double.init))) < -120)
    }
  }
}
