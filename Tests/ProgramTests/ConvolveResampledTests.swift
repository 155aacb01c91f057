import Glibc
import JSON
import SoundFiles
import TestSupport
import Testing

/// Impulse responses at another rate than the sound, against the same filter computed in continuous time.
@Suite struct ConvolveResampledTests {
  private let bench: ConvolveBench

  init() throws { bench = try ConvolveBench() }

  /// A sound that is known between its samples as well: tones that swell and fade within a tenth of a
  /// second, with nothing beyond 7 kHz.
  static func sound(at time: Double) -> Double {
    let tones = [(0.02, 440.0, 0.3), (0.025, 3000, 0.2), (0.03, 5500, 0.25), (0.04, 60, 0.4)]
    return tones.reduce(0) { sum, tone in
      let (centre, hertz, level) = tone
      let width = (time - centre) / 0.002
      return sum + level * exp(-width * width / 2) * cos(2 * .pi * hertz * (time - centre))
    }
  }

  /// Taps that begin and end with a leap.
  static let taps: [Double] =
    [1, -0.5, 0, 0.3] + (0..<200).map { 0.2 * cos(0.9 * Double($0 * $0)) } + [0.8]

  private static let frames = 4800

  /// The largest error of a rendered sound against `wanted`, over the largest sample wanted.
  private func error(_ found: [Float], _ wanted: (Int) -> Double) -> Double {
    var (error, peak) = (0.0, 0.0)
    // Every eleventh, which meets all of the tones.
    for frame in stride(from: 0, to: found.count, by: 11) {
      let wanted = wanted(frame)
      error = max(error, abs(Double(found[frame]) - wanted))
      peak = max(peak, abs(wanted))
    }
    return 20 * log10(error / peak)
  }

  private func prepare(from rate: Int, to soundRate: Int) throws {
    let input = (0..<Self.frames).map { Float(Self.sound(at: Double($0) / Double(soundRate))) }
    try bench.write([input], as: "in.wav", rate: soundRate)
    try bench.write([Self.taps.map { Float($0) }], as: "ir.wav", rate: rate)
  }

  private func render(
    _ options: String...
  ) throws -> (found: [Float], errors: String, output: String) {
    let result = try bench.start(
      ["render", "in.wav", "--ir", "ir.wav", "--precision", "double", "-o", "out.wav", "--force"]
        + options
    ).result()
    #expect(result.status == 0, "\(result.errors)")
    return (try bench.read("out.wav")[0], result.errors, result.output)
  }

  /// What the filter makes of the sound at a time, in double precision.
  ///
  /// - Parameter sign: -1 for correlation.
  private func wanted(_ time: Double, responseRate: Int, sign: Double = 1) -> Double {
    Self.taps.indices.reduce(0) { sum, tap in
      let lag = sign * Double(tap) / Double(responseRate)
      return sum + Double(Float(Self.taps[tap])) * Self.sound(at: time - lag)
    }
  }

  @Test(arguments: [(44_100, 48_000), (96_000, 48_000), (48_000, 44_100), (44_101, 48_000)])
  func `a response that begins with its peak is the filter that it was, within -110 dB`(
    _ rate: Int, _ soundRate: Int
  ) throws {
    try prepare(from: rate, to: soundRate)
    let whole = try render()
    #expect(!whole.errors.contains("cut ringing"), "\(whole.errors)")
    #expect(whole.errors.contains("ir.wav: \(rate) Hz, the sound has \(soundRate) Hz: resampled"))
    #expect(whole.found.count >= Self.frames + Self.taps.count * soundRate / rate)
    let turned = try render("--correlate")
    let aligned = try render("--align", "peak", "--length", "same", "--json")
    #expect(turned.found.count == Self.frames && aligned.found.count == Self.frames)
    // The time of the main peak, not of what rings before it.
    let shift = try JSONValue(parsing: aligned.output)["shift_frames"]?.integer ?? -1
    #expect(shift >= 0)
    for (found, sign, shift) in [
      (whole.found, 1.0, 0), (turned.found, -1, 0), (aligned.found, 1, shift),
    ] {
      let error = error(found) {
        wanted(Double($0 + shift) / Double(soundRate), responseRate: rate, sign: sign)
      }
      #expect(error < -110, "\(error) dB")
    }
  }

  @Test func `the untouched sound stays in time with what was resampled`() throws {
    try prepare(from: 44_100, to: 48_000)
    let mixed = try render("--dry", "0", "--wet", "-inf")
    let error = error(mixed.found) { Self.sound(at: Double($0) / 48_000) }
    #expect(error < -130, "\(error) dB")
  }

  @Test func `in the daemon's blocks, what rings before the first tap is cut, and that is said`()
    throws
  {
    try prepare(from: 44_100, to: 48_000)
    let live = try render("--block", "256")
    #expect(live.errors.contains("ir.wav: resampling cut ringing of -"), "\(live.errors)")
  }
}
