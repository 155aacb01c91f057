import Glibc
import JSON
import TestSupport
import Testing

/// A run that goes on after what it is made with was replaced under the same name.
@Suite struct ConvolveReplacedFileTests {
  private let bench: BatchBench

  init() throws { bench = try BatchBench() }

  private func run(_ arguments: [String], resuming: Bool = false) throws -> ProgramResult {
    try bench.run(arguments + ["--manifest", "m", "-o", "o"] + (resuming ? ["--resume"] : []))
  }

  /// Adds what a killed run would have left to do.
  private func lose(_ output: String) { unlink(bench.folder.path(output)) }

  /// Expects that a run is not gone on with while a file holds something else, and is again when it
  /// holds what it did.
  private func expectNoticed(
    _ name: String, replacedBy bytes: [UInt8], in arguments: [String]
  ) throws {
    let first = try run(arguments)
    #expect(first.status == 0, "\(first.errors)")
    let (manifest, before) = (try bench.text("m"), try bench.folder.bytes(name))
    lose("o/s5.wav")
    try bench.folder.write(bytes, as: name)
    for rehearsal in [[], ["--dry-run"]] {
      let refused = try run(arguments + rehearsal, resuming: true)
      #expect(refused.status == 64)
      #expect(refused.errors.hasPrefix("convolve: m: place "), "\(refused.errors)")
      #expect(
        refused.errors.contains("\(name) (\(before.count) bytes, CRC-32 "), "\(refused.errors)")
      #expect(refused.errors.split(separator: "\n").count == 1, "\(refused.errors)")
    }
    #expect(try bench.text("m") == manifest)
    #expect(access(bench.folder.path("o/s5.wav"), F_OK) != 0)
    try bench.folder.write(before, as: name)
    let resumed = try run(arguments, resuming: true)
    #expect(resumed.status == 0, "\(resumed.errors)")
    #expect(try bench.text("m") == manifest)
  }

  /// The same length, one bit of one tap changed.
  private func flipped(_ name: String) throws -> [UInt8] {
    var bytes = try bench.folder.bytes(name)
    bytes[bytes.count - 9] ^= 1
    return bytes
  }

  @Test(arguments: [true, false])
  func `an impulse response that was replaced is noticed`(_ hasOldLength: Bool) throws {
    let bytes = try hasOldLength ? flipped("rirs/r1.wav") : bench.folder.bytes("rirs/r2.wav")
    try expectNoticed(
      "rirs/r1.wav", replacedBy: bytes, in: ["dry", "--ir-dir", "rirs", "--pick", "cycle"])
  }

  @Test func `the figures of the sentence are those of the two files`() throws {
    let arguments = ["dry/s1.wav", "--ir", "rirs/r0.wav"]
    #expect(try run(arguments).status == 0)
    let applied = try bench.objects("m")[0]["applied"]?["rirs/r0.wav"]
    let length = try bench.folder.bytes("rirs/r0.wav").count
    #expect(applied?["bytes"]?.integer == length)
    try bench.folder.write(Array("123456789".utf8), as: "rirs/r0.wav")
    let refused = try run(arguments, resuming: true)
    #expect(
      refused.errors == """
        convolve: m: place 0 (dry/s1.wav) was written with another rirs/r0.wav (\(length) bytes, \
        CRC-32 \(applied?["crc32"]?.text ?? "")) than there is now (9 bytes, CRC-32 cbf43926); put \
        back what it was, or begin anew: another -o and --manifest, or --force without --resume

        """)
  }

  @Test func `noise that was replaced is noticed`() throws {
    try expectNoticed(
      "noises/n1.wav", replacedBy: try flipped("noises/n1.wav"),
      in: ["dry", "--ir", "rirs/r0.wav", "--noise", "noises", "--snr", "5..20"])
  }

  private static let chain = """
    version: 1
    audio: {rate: 16000, period: 256}
    capture: {device: null, channels: [M]}
    playback: {device: null, channels: [M]}
    chain:
    - convolve: {ir: rirs/r0.wav}
    - convolve: {ir: rirs/r0.wav}
    - eq: {file: headphone.txt}

    """

  @Test(arguments: ["chain.yaml", "rirs/r0.wav", "headphone.txt"])
  func `a chain that was edited, or a file that it names, is noticed`(_ name: String) throws {
    try bench.folder.write(text: Self.chain, as: "chain.yaml")
    let band = "Filter 1: ON PK Fc 1000 Hz Gain 3.0 dB Q 1.00\n"
    try bench.folder.write(text: band, as: "headphone.txt")
    let edited = [
      "chain.yaml": Array(Self.chain.utf8) + Array("- gain: {gain: -1}\n".utf8),
      "rirs/r0.wav": try flipped("rirs/r0.wav"),
      "headphone.txt": Array("Preamp: -3 dB\n".utf8) + Array(band.utf8),
    ]
    try expectNoticed(name, replacedBy: edited[name] ?? [], in: ["dry", "--chain", "chain.yaml"])
    // What two stages name is told once.
    #expect(try bench.objects("m")[0]["applied"]?.members?.count == 3)
  }

  @Test func `outputs of a replaced response that were removed are made anew`() throws {
    let arguments = ["dry", "--ir-dir", "rirs", "--pick", "cycle"]
    #expect(try run(arguments).status == 0)
    for line in try bench.objects("m") where line["ir"]?.text == "rirs/r1.wav" {
      lose(line["out"]?.text ?? "")
    }
    try bench.folder.write(flipped("rirs/r1.wav"), as: "rirs/r1.wav")
    let resumed = try run(arguments, resuming: true)
    #expect(resumed.status == 0, "\(resumed.errors)")
    let fresh = try bench.run(arguments + ["--manifest", "fresh", "-o", "f"])
    #expect(fresh.status == 0)
    let wanted = try bench.text("fresh").split(separator: "\"f/").joined(separator: "\"o/")
    #expect(try bench.text("m") == wanted)
    #expect(try bench.isSame("f/", "o/", manifest: "fresh"))
  }

  @Test func `merged manifests of shards that met two contents are not gone on with`() throws {
    let arguments = ["dry", "--ir", "rirs/r0.wav", "-o", "o"]
    #expect(try bench.run(arguments + ["--shard", "1/2", "--manifest", "1"]).status == 0)
    try bench.folder.write(flipped("rirs/r0.wav"), as: "rirs/r0.wav")
    #expect(try bench.run(arguments + ["--shard", "2/2", "--manifest", "2"]).status == 0)
    try bench.folder.write(bench.folder.bytes("1") + bench.folder.bytes("2"), as: "m")
    let mixed = try run(["dry", "--ir", "rirs/r0.wav"], resuming: true)
    #expect(mixed.status == 64)
    #expect(mixed.errors.contains("m: place 0 (dry/b/s0.wav) was written with another rirs/r0.wav"))
    // Each shard by itself is one run.
    let second = try bench.run(arguments + ["--shard", "2/2", "--manifest", "2", "--resume"])
    #expect(second.status == 0, "\(second.errors)")
  }

  @Test func `an input of another length is rendered again, and that is said`() throws {
    let arguments = ["dry", "--ir", "rirs/r0.wav"]
    #expect(try run(arguments).status == 0)
    #expect(
      try bench.objects("m")[0]["bytes_in"]?.integer == bench.folder.bytes("dry/b/s0.wav").count)
    try bench.write(noise(5000, seed: 300), as: "dry/s5.wav")
    let resumed = try run(arguments, resuming: true)
    #expect(resumed.status == 0)
    #expect(
      resumed.errors.contains(
        "m: 1 input of another length than when it was rendered (dry/s5.wav); rendered again\n"),
      "\(resumed.errors)")
    #expect(resumed.errors.contains("12/12 files, 11 of them by an earlier run"))
    #expect(try bench.bench.read("o/s5.wav")[0].count == 5000 + 600 - 1)
    // What is gone is not missed.
    unlink(bench.folder.path("dry/s7.wav"))
    try bench.folder.write(text: "dry/s5.wav\ndry/s7.wav\n", as: "l")
    let listed = ["--list", "l", "--ir", "rirs/r0.wav", "-o", "p", "--manifest", "n"]
    try bench.write(noise(900, seed: 301), as: "dry/s7.wav")
    #expect(try bench.run(listed).status == 0)
    unlink(bench.folder.path("dry/s7.wav"))
    let kept = try bench.run(listed + ["--resume"])
    #expect(kept.status == 0 && kept.errors.contains("2/2 files, 2 of them by an earlier run"))
  }

  @Test func `of lines of an earlier version it is said that they cannot be compared`() throws {
    let arguments = ["dry", "--ir", "rirs/r0.wav"]
    #expect(try run(arguments).status == 0)
    let lines = try bench.lines("m").map { line in
      line.split(separator: ",\"bytes_in\"")[0] + "}\n"
    }
    try bench.folder.write(text: lines.joined(), as: "m")
    let resumed = try run(arguments, resuming: true)
    #expect(resumed.status == 0)
    #expect(
      resumed.errors.contains(
        "m: 12 lines of an earlier version of convolve, which did not record"),
      "\(resumed.errors)")
  }
}
