import Glibc
import JSON
import SoundFiles
import TestSupport
import Testing

/// What `convolve convert --resample` makes of responses that begin or end with energy, against the same
/// filter computed in continuous time.
@Suite struct ConvolveRingingTests {
  private let bench: ConvolveBench
  private static let taps = ConvolveResampledTests.taps.map { Double(Float($0)) }

  init() throws { bench = try ConvolveBench() }

  private struct Converted {
    let taps: [Double]
    let leadFrames: Int
    let notes: [String]
    let warnings: [String]
  }

  private func convert(_ rate: Int, _ options: String...) throws -> Converted {
    let result = try bench.start(
      ["convert", "ir.wav", "--resample", "\(rate)", "--encoding", "float64", "--json", "--force"]
        + ["-o", "out.wav"] + options
    ).result()
    #expect(result.status == 0, "\(result.errors)")
    let report = try JSONValue(parsing: result.output)
    func texts(_ key: String) -> [String] { report[key]?.elements?.compactMap(\.text) ?? [] }
    return Converted(
      taps: try WholeSound(path: bench.folder.path("out.wav")).channels[0],
      leadFrames: report["lead_frames"]?.integer ?? -1, notes: texts("notes"),
      warnings: texts("warnings"))
  }

  private func prepare(_ taps: [Double], rate: Int) throws {
    try bench.write([taps.map { Float($0) }], as: "ir.wav", rate: rate)
  }

  /// What taps make of a known sound at a time, in double precision.
  private func filtered(_ taps: [Double], leadFrames: Int = 0, rate: Int, at time: Double) -> Double
  {
    taps.indices.reduce(0) { sum, tap in
      sum + taps[tap]
        * ConvolveResampledTests.sound(at: time - Double(tap - leadFrames) / Double(rate))
    }
  }

  private func energy(_ taps: some Sequence<Double>) -> Double { taps.reduce(0) { $0 + $1 * $1 } }

  static let rates = [(44_100, 48_000), (96_000, 48_000), (48_000, 44_100), (44_101, 48_000)]

  @Test(arguments: rates)
  func `what is kept is the filter that it was, within -110 dB, so many frames earlier`(
    _ rate: Int, _ newRate: Int
  ) throws {
    try prepare(Self.taps, rate: rate)
    let kept = try convert(newRate, "--ringing", "keep")
    #expect(kept.leadFrames > 0 && kept.warnings.isEmpty, "\(kept.warnings)")
    let begins = "begins \(kept.leadFrames) frames ("
    #expect(kept.notes.contains { $0.hasPrefix(begins) && $0.contains(" and ends ") })
    var (error, peak) = (0.0, 0.0)
    for step in 0..<400 {
      let time = Double(step) * 0.00017
      let wanted = filtered(Self.taps, rate: rate, at: time)
      let found = filtered(kept.taps, leadFrames: kept.leadFrames, rate: newRate, at: time)
      error = max(error, abs(found - wanted))
      peak = max(peak, abs(wanted))
    }
    #expect(20 * log10(error / peak) < -110, "\(20 * log10(error / peak)) dB")
  }

  @Test(arguments: rates)
  func `what is cut leaves time and length, and how loud it was is said`(
    _ rate: Int, _ newRate: Int
  ) throws {
    try prepare(Self.taps, rate: rate)
    let kept = try convert(newRate, "--ringing", "keep")
    let cut = try convert(newRate)
    let count = (Self.taps.count * newRate + rate - 1) / rate
    #expect(cut.taps.count == count && cut.leadFrames == 0)
    let span = kept.leadFrames..<kept.leadFrames + count
    let isSame = cut.taps == Array(kept.taps[span])
    #expect(isSame)
    let losses = [kept.taps[..<span.lowerBound], kept.taps[span.upperBound...]].map {
      10 * log10(energy($0) / energy(kept.taps))
    }
    #expect(losses.allSatisfy { (-60..<0).contains($0) }, "\(losses)")
    let numbers = losses.map { tenths($0) }
    #expect(
      cut.warnings == [
        """
        ir.wav: what the resampling filter rings before the first tap (\(numbers[0]) dB of the energy) \
        and behind the last tap (\(numbers[1]) dB of the energy) was cut, so that time and length stay; \
        --ringing keep keeps it
        """
      ])
    let asked = try convert(newRate, "--ringing", "cut")
    #expect(asked.warnings == cut.warnings)
  }

  private func tenths(_ number: Double) -> String {
    let all = Int((number.magnitude * 10).rounded())
    return "-\(all / 10).\(all % 10)"
  }

  @Test func `nothing is said of a response with silence around it, and nothing is added`() throws {
    let silence = [Double](repeating: 0, count: 1500)
    try prepare(silence + Self.taps + silence, rate: 44_100)
    let cut = try convert(48_000)
    let kept = try convert(48_000, "--ringing", "keep")
    #expect(cut.warnings.isEmpty && cut.notes.count == 2, "\(cut.notes)")
    #expect(kept.leadFrames == 0 && kept.notes == cut.notes)
    let isSame = kept.taps == cut.taps
    #expect(isSame)
  }

  @Test func `what is too soft to matter is told among the steps`() throws {
    // A fade leaves steps of -80 dB at both ends.
    let bell = (-200...200).map { exp(-0.5 * pow(Double($0) / 46.6, 2)) }
    try prepare(bell, rate: 44_100)
    let cut = try convert(48_000)
    #expect(cut.warnings.isEmpty)
    #expect(cut.notes.contains { $0.contains("before the first tap (-") }, "\(cut.notes)")
  }

  @Test func `a tap by itself keeps its magnitude in minimum phase, or says what it loses`() throws
  {
    try prepare([1], rate: 44_100)
    let cut = try convert(48_000, "--minimum-phase")
    #expect(cut.taps.count == 2)
    #expect(cut.warnings.count == 1)
    #expect(
      cut.warnings.allSatisfy {
        $0.hasPrefix("ir.wav: what the resampling filter rings behind the last tap (-")
          && $0.hasSuffix(" was cut, so that the length stays; --ringing keep keeps it")
      }, "\(cut.warnings)")
    let kept = try convert(48_000, "--minimum-phase", "--ringing", "keep")
    #expect(kept.warnings.isEmpty && kept.leadFrames == 0)
    #expect(kept.notes.contains { $0.hasPrefix("ends ") }, "\(kept.notes)")
    for hertz in stride(from: 0, through: 19_800, by: 300) {
      let (re, im) = kept.taps.indices.reduce((0.0, 0.0)) { sum, tap in
        let angle = -2 * Double.pi * Double(hertz * tap) / 48_000
        return (sum.0 + kept.taps[tap] * cos(angle), sum.1 + kept.taps[tap] * sin(angle))
      }
      #expect(abs(20 * log10(hypot(re, im))) < 0.01, "\(hertz) Hz")
    }
  }

  @Test func `ringing without another rate is refused`() throws {
    try prepare([1], rate: 44_100)
    let result = try bench.run("convert", "ir.wav", "--ringing", "keep", "-o", "out.wav")
    #expect(result.status == 64)
    #expect(result.errors.contains("--ringing is about what --resample does; add --resample."))
  }
}
