import Glibc
import JSON
import SoundFiles
import Testing
import TestSupport

@Suite struct ConvolveNoiseTests {
  private let bench: BatchBench

  init() throws { bench = try BatchBench() }

  private func read(_ name: String) throws -> [Double] {
    try bench.bench.read(name)[0].map(Double.init)
  }

  private func energy(_ samples: [Double]) -> Double { samples.reduce(0) { $0 + $1 * $1 } }

  @Test(arguments: ["white", "noises/n0.wav"], ["-5", "12.5"])
  func `noise lies as far below the result as asked, to 0.1 dB`(
    _ noise: String, _ snr: String
  ) throws {
    let shared = ["dry", "--ir-dir", "rirs", "--length", "same", "--level", "match"]
    #expect(try bench.run(shared + ["-o", "clean", "--manifest", "m"]).status == 0)
    let result = try bench.run(shared + ["-o", "noisy", "--noise", noise, "--snr", snr])
    #expect(result.status == 0, "\(result.errors)")
    for line in try bench.objects("m") {
      let name = line["out"]?.text ?? ""
      let clean = try read(name)
      let noisy = try read("noisy/" + name.dropFirst(6))
      let added = zip(noisy, clean).map { $0 - $1 }
      let found = 10 * log10(energy(clean) / energy(added))
      #expect((found - (Double(snr) ?? .nan)).magnitude < 0.1)
    }
  }

  @Test func `a noise file begins where the manifest says and starts over at its end`() throws {
    let shared = ["dry", "--ir", "rirs/r0.wav", "--tail", "cut"]
    #expect(try bench.run(shared + ["-o", "clean"]).status == 0)
    let result = try bench.run(
      shared + ["-o", "noisy", "--noise", "noises/n0.wav", "--snr", "0", "--manifest", "m"])
    #expect(result.status == 0, "\(result.errors)")
    let source = try read("noises/n0.wav")
    var offsets = Set<Int>()
    for line in try bench.objects("m") {
      let offset = try #require(line["noise_offset"]?.integer)
      offsets.insert(offset)
      let name = line["out"]?.text?.dropFirst(6) ?? ""
      let noisy = try read("noisy/" + name), clean = try read("clean/" + name)
      let added = zip(noisy, clean).map { $0 - $1 }
      let wanted = added.indices.map { source[(offset + $0) % source.count] }
      let scale = (energy(added) / energy(wanted)).squareRoot()
      let error = zip(added, wanted).reduce(0) { max($0, ($1.0 - $1.1 * scale).magnitude) }
      #expect(error < 1e-6)
    }
    #expect(offsets.count > 6)
  }

  @Test func `an aligned, level matched, early file is what float64 makes of it`() throws {
    let result = try bench.run([
      "dry", "--ir-dir", "rirs", "--align", "peak", "--length", "same", "--level", "match",
      "--early", "5ms:0.5", "-o", "o", "--manifest", "m",
    ])
    #expect(result.status == 0, "\(result.errors)")
    let lines = try bench.objects("m")
    #expect(Set(lines.map { $0["early"]?.bool }) == [true, false])
    for line in lines {
      let input = try bench.bench.read(line["in"]?.text ?? "")[0]
      var taps = try read(line["ir"]?.text ?? "")
      let peak = taps.indices.max { taps[$0].magnitude < taps[$1].magnitude } ?? 0
      if line["early"]?.bool == true { taps = Array(taps.prefix(peak + 80 + 1)) }
      #expect(line["shift_frames"]?.integer == peak)
      let aligned = Array(reference(input, taps).dropFirst(peak).prefix(input.count))
      let gain = (energy(input.map(Double.init)) / energy(aligned)).squareRoot()
      #expect(((line["gain_db"]?.number ?? 0) - 20 * log10(gain)).magnitude < 1e-3)
      let found = try bench.bench.read(line["out"]?.text ?? "")[0]
      #expect(errorDecibels(found, aligned.map { $0 * gain }) < -110)
    }
  }

  @Test func `noise of another rate is brought to the sound's`() throws {
    try bench.bench.write([noise(2000, seed: 9)], as: "n48.wav", rate: 48000)
    let result = try bench.run(
      [
        "dry", "--ir", "rirs/r0.wav", "-o", "o", "--noise", "n48.wav", "--snr", "5", "--manifest",
        "m",
      ])
    #expect(result.status == 0, "\(result.errors)")
    #expect(try bench.objects("m").allSatisfy { ($0["noise_offset"]?.integer ?? 999) < 667 })
  }

  @Test func `silent noise is an error of the file that got it`() throws {
    try bench.write([Float](repeating: 0, count: 50) + [1], as: "almost.wav")
    try bench.write([0.5], as: "short.wav")
    let result = try bench.run(
      ["short.wav", "--ir", "short.wav", "-o", "o/", "--noise", "almost.wav", "--snr", "5"])
    #expect(result.status == 1)
    #expect(result.errors.contains("the noise chosen for it is silent there"))
  }
}
