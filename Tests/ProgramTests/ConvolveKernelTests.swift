import Glibc
import SoundFiles
import Testing
import TestSupport

@Suite struct ConvolveKernelTests {
  private let bench: ConvolveBench

  init() throws { bench = try ConvolveBench() }

  private func kernel(_ words: String) throws -> ProgramResult {
    try bench.start(["kernel"] + words.split(separator: " ").map { String($0) }).result()
  }

  @Test func `a lowpass keeps what it says of itself`() throws {
    let result = try kernel(
      "lowpass --cutoff 2kHz --transition 500Hz --attenuation 90 --rate 48000 -o lp.wav")
    #expect(result.status == 0, "\(result.errors)")
    let taps = try bench.read("lp.wav")[0]
    #expect(
      result.errors.contains(
        "lp.wav: \(taps.count) taps at 48000 Hz, linear phase: everything comes \(taps.count / 2) "
          + "frames"), "\(result.errors)")
    #expect(result.errors.contains("passes up to 1.75 kHz within ±0.0"), "\(result.errors)")
    #expect(result.errors.contains("stops from 2.25 kHz below -9"), "\(result.errors)")
    // Taps of 24 bits add some 1e-7 to an amplitude of 3.2e-5.
    for hertz in stride(from: 0.0, through: 1750, by: 50) {
      #expect(abs(magnitude(taps, at: hertz / 48000) - 1) < 3.3e-5)
    }
    for hertz in stride(from: 2250.0, through: 24_000, by: 111) {
      #expect(magnitude(taps, at: hertz / 48000) < 3.3e-5)
    }
  }

  private func magnitude(_ taps: [Float], at frequency: Double) -> Double {
    var real = 0.0, imaginary = 0.0
    for (frame, tap) in taps.enumerated() {
      real += Double(tap) * cos(2 * Double.pi * frequency * Double(frame))
      imaginary -= Double(tap) * sin(2 * Double.pi * frequency * Double(frame))
    }
    return hypot(real, imaginary)
  }

  @Test func `a mean is written as text with its rate`() throws {
    let result = try kernel("mean:4 --rate 96000 -o mean.txt")
    #expect(result.status == 0, "\(result.errors)")
    let text = String(decoding: try bench.folder.bytes("mean.txt"), as: UTF8.self)
    #expect(text == "# sample rate: 96000\n0.25\n0.25\n0.25\n0.25\n")
    #expect(result.errors.contains("everything comes 1.5 frames (0.02 ms) late"))
  }

  /// A step up, 1 from frame 10 on: a slope answers there, positive as convolution and negative as
  /// correlation.
  @Test func `a turned slope answers with the other sign`() throws {
    try bench.write(
      [[Float](repeating: 0, count: 10) + [Float](repeating: 1, count: 10)], as: "step.wav")
    for (option, sign) in [("", Float(1)), (" --correlate", -1)] {
      let made = try kernel("sobel\(option) --force -o slope.wav")
      #expect(made.status == 0, "\(made.errors)")
      #expect(made.errors.contains("turned around") == (sign < 0))
      let render = try bench.run(
        "render", "step.wav", "--ir", "slope.wav", "--tail", "cut", "--force", "-o", "out.wav")
      #expect(render.status == 0, "\(render.errors)")
      let answer = try bench.read("out.wav")[0]
      // (1, 2, 0, -2, -1) / 8 summed up: 1/8, 3/8, 3/8, 1/8, 0.
      let wanted: [Float] = [0, 0.125, 0.375, 0.375, 0.125, 0]
      for (found, value) in zip(answer[9..<15], wanted) {
        #expect(abs(found - sign * value) < 1e-6)
      }
    }
  }

  @Test func `a kernel that is the same backwards says that turning it changes nothing`() throws {
    let result = try kernel("gaussian:9/1.5 --correlate -o bell.csv")
    #expect(result.errors.contains("changes nothing"), "\(result.errors)")
    #expect(result.errors.contains("standard deviation 1.50 frames"))
  }

  @Test(arguments: [
    ("lowpass -o out.wav", "Say where it is at -6 dB"),
    ("bandpass --cutoff 300 --transition 100 -o out.wav", "--cutoff 300Hz,3kHz"),
    ("lowpass --cutoff 2kHz -o out.wav", "Say how wide"),
    ("lowpass --cutoff two --transition 100 -o out.wav", "such as 500, 500Hz or 2kHz"),
    ("lowpass --cutoff 30kHz --transition 100 -o out.wav", "above half the rate, 24.0 kHz"),
    ("highpass --cutoff 50 --transition 400 -o out.wav", "reaches below 0 Hz"),
    ("lowpass --cutoff 1kHz --transition 1 --attenuation 300 -o out.wav", "20 to 180 dB"),
    ("lowpass --cutoff 1kHz --transition 0.01 -o out.wav", "widen it"),
    ("mean:5 --cutoff 100 -o out.wav", "are for lowpass"),
    ("mean:0 -o out.wav", "as mean:5"),
    ("gaussian:5/0 -o out.wav", "standard deviation above 0"),
    ("median:5 -o out.wav", "kernels are mean:N"),
    ("mean:5 --rate 1 -o out.wav", "8000 to 768000"),
    ("mean:5 -o out.xyz", "does not say which format"),
  ])
  func `what cannot be made is refused with what can`(_ words: String, _ sentence: String) throws {
    let result = try kernel(words)
    #expect(result.status == 64, "\(result.errors)")
    #expect(result.errors.contains(sentence), "\(result.errors)")
    #expect(bench.folder.names.isEmpty)
  }
}
