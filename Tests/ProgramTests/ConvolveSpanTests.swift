import Glibc
import SoundFiles
import Testing
import TestSupport

/// Where a result begins and ends.
@Suite struct ConvolveSpanTests {
  private let bench: ConvolveBench
  private let signal = noise(2000, seed: 1)
  /// A response whose main peak comes 300 frames late.
  private var taps = decay(900, seed: 2)

  init() throws {
    bench = try ConvolveBench()
    taps[300] = -2
    try bench.write([signal], as: "in.wav")
    try bench.write([taps], as: "ir.wav")
  }

  private func render(_ options: String...) throws -> ([Float], ProgramResult) {
    let result = try bench.start(
      ["render", "in.wav", "--ir", "ir.wav", "-o", "out.wav", "--force"] + options
    ).result()
    try #require(result.status == 0, "\(result.errors)")
    return (try bench.read("out.wav")[0], result)
  }

  private var full: [Double] { reference(signal, taps.map(Double.init)) }

  @Test func `aligned sound begins with the response's main peak`() throws {
    let (found, _) = try render("--align", "peak")
    #expect(errorDecibels(found, Array(full[300...])) < -120)
  }

  @Test(arguments: [["--length", "same"], ["--tail", "cut"]])
  func `aligned sound as long as the input is cut out of the whole`(_ options: [String]) throws {
    let (found, _) = try render("--align", "peak", options[0], options[1])
    #expect(errorDecibels(found, Array(full[300..<2300])) < -120)
  }

  @Test func `the untouched sound meets the aligned peak`() throws {
    let (found, _) = try render("--align", "peak", "--dry", "0", "--wet", "-6", "--length", "same")
    let wet = pow(10, -6.0 / 20), full = full
    let wanted = (0..<2000).map { Double(signal[$0]) + wet * full[$0 + 300] }
    #expect(errorDecibels(found, wanted) < -120)
  }

  @Test(arguments: [["--trim", "-40"], ["--tail", "trim:-40dB"], ["--tail", "trim:-40"]])
  func `a trimmed tail ends with its last loud sample, and what was cut is said`(
    _ options: [String]
  ) throws {
    try bench.write([[1] + [Float](repeating: 0, count: 99)], as: "in.wav")
    let taps = (0..<4000).map { Float(pow(10, -Double($0) / 1000)) }
    try bench.write([taps], as: "ir.wav")
    let result = try bench.run(
      "render", "in.wav", "--ir", "ir.wav", "-o", "out.wav", options[0], options[1])
    #expect(result.status == 0, "\(result.errors)")
    // 20 dB every 1000 frames: 40 dB below the peak is at frame 2000, within a rounding of it.
    let count = try bench.read("out.wav")[0].count
    #expect((2000...2001).contains(count))
    #expect(
      result.errors.contains("the last \(4099 - count) frames, too soft for --trim, were cut"))
  }

  @Test func `as long as the input wins over trimming`() throws {
    let (found, _) = try render("--length", "same", "--trim", "-3")
    #expect(errorDecibels(found, Array(full[..<2000])) < -120)
  }

  @Test func `silence is not trimmed to nothing`() throws {
    try bench.write([[Float](repeating: 0, count: 50)], as: "in.wav")
    let (found, _) = try render("--trim", "-60")
    #expect(found.count == 949)
  }

  @Test func `early reflections end so long after the main peak`() throws {
    let (found, result) = try render("--early", "100samples")
    let early = reference(signal, taps[...400].map(Double.init))
    #expect(errorDecibels(found, early) < -120)
    #expect(result.errors.contains("of its 900 frames the first 401 are used (--early)"))
  }

  @Test func `correlation finds a pattern where it begins, at lag 0 first`() throws {
    let (found, _) = try render("--correlate")
    let wanted = signal.indices.map { frame in
      taps.enumerated().reduce(0.0) { sum, tap in
        let place = frame + tap.offset
        return place < signal.count ? sum + Double(tap.element) * Double(signal[place]) : sum
      }
    }
    #expect(errorDecibels(found, wanted) < -120)
  }

  @Test(arguments: [
    ["--trim", "3"], ["--tail", "trim:0"], ["--tail", "trim"], ["--tail", "full", "--trim", "-60"],
    ["--length", "same", "--tail", "full"], ["--correlate", "--dry", "0"],
    ["--correlate", "--align", "peak"], ["--wet-only", "--dry", "0"], ["--peak", "1"],
    ["--normalize", "loud"], ["--normalize", "peak=3"],
    ["--level", "match", "--normalize", "peak"],
    ["--format", "mp3"], ["--format", "flac24", "--encoding", "int16"], ["--format", "flac"],
    ["--early", "-5ms"], ["-o", "-", "--json"],
  ])
  func `what contradicts itself is refused`(_ options: [String]) throws {
    let result = try bench.start(
      ["render", "in.wav", "--ir", "ir.wav", "-o", "out.wav"] + options
    ).result()
    #expect(result.status == 64, "\(result.errors)")
    #expect(result.output.isEmpty && bench.folder.names == ["in.wav", "ir.wav"])
  }
}
