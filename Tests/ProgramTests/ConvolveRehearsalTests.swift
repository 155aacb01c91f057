import Glibc
import JSON
import TestSupport
import Testing

/// `--dry-run` of many files, and many files through a chain.
@Suite struct ConvolveRehearsalTests {
  private let bench: BatchBench

  init() throws { bench = try BatchBench() }

  private func exists(_ name: String) -> Bool { access(bench.folder.path(name), F_OK) == 0 }

  @Test func `a rehearsal says what a run then does, and writes nothing`() throws {
    let command = [
      "dry", "--ir-dir", "rirs", "--seed", "5", "--early", "5ms:0.5", "--noise", "noises", "--snr",
      "3..9", "--manifest", "m", "-o", "o/deep",
    ]
    let rehearsal = try bench.run(command + ["--dry-run", "--json", "--quiet"])
    #expect(rehearsal.status == 0 && rehearsal.errors == "", "\(rehearsal.errors)")
    #expect(!exists("o") && !exists("m"))
    let said = try rehearsal.output.split(separator: "\n").map {
      try JSONValue(parsing: String($0))
    }
    let spoken = try bench.run(command + ["--dry-run"])
    #expect(spoken.errors.contains("convolve: o/deep/b/s0.wav: from dry/b/s0.wav with rirs/r"))
    #expect(spoken.errors.hasSuffix("convolve: 12 files not rendered\n"), "\(spoken.errors)")
    #expect(try bench.run(command).status == 0)
    let done = try bench.objects("m")
    #expect(said.count == BatchBench.soundCount && said.count == done.count)
    for (said, done) in zip(said, done) {
      for member in said.members ?? [] { #expect(done[member.key] == member.value) }
    }
    // A second run would not be allowed to do it again.
    let again = try bench.run(command + ["--dry-run"])
    #expect(again.status == 73)
    #expect(again.errors.contains("m: exists already; go on with --resume"))
    let resumed = try bench.run(command + ["--dry-run", "--resume"])
    #expect(resumed.errors == "convolve: 0 files not rendered, 12 done by an earlier run\n")
  }

  @Test func `a rehearsal finds what cannot be rendered`() throws {
    try bench.folder.write(Array("no sound".utf8), as: "dry/s5.wav")
    try bench.folder.write(
      Array("in,ir\ndry/s1.wav,\ndry/s3.wav,rirs/none.wav\ndry/s5.wav,\n".utf8), as: "l.csv")
    mkdir(bench.folder.path("o"), 0o755)
    try bench.folder.write([1], as: "o/s1.wav")
    let command = ["--list", "l.csv", "--ir", "rirs/r0.wav", "-o", "o", "--dry-run"]
    let all = try bench.run(command)
    #expect(all.status == 1)
    for sentence in [
      "o/s1.wav: exists already; choose another name or replace it with --force",
      "rirs/none.wav: does not exist", "dry/s5.wav: is not a sound file",
      "0 files not rendered, 3 that cannot be",
    ] {
      #expect(all.errors.contains(sentence), "\(all.errors)")
    }
    let forced = try bench.run(command + ["--force", "--json"])
    let lines = try forced.output.split(separator: "\n").map { try JSONValue(parsing: String($0)) }
    #expect(lines.map { $0["ok"]?.bool } == [true, false, false])
    #expect(lines.map { $0["status"]?.integer } == [nil, 66, 65])
    let file = try bench.run(["dry", "--ir", "rirs/r0.wav", "-o", "l.csv/o", "--dry-run"])
    #expect(file.status == 73)
    #expect(file.errors.contains("l.csv/o: cannot be created as a folder: Not a directory"))
  }

  @Test func `many files through a chain are each what one alone is`() throws {
    let chain = """
      version: 1
      audio: {rate: 16000, period: 256}
      capture: {device: "hw:0", channels: [M]}
      playback: {device: "hw:0", channels: [M]}
      chain:
        - convolve: {ir: rirs/r1.wav, wet: -6, dry: -3}
        - eq: {bands: [{type: peak, freq: 800, gain: 4, q: 1}]}
      """
    try bench.folder.write(Array(chain.utf8), as: "room.yaml")
    try bench.bench.write([noise(2000, seed: 9)], as: "dry/other.wav", rate: 48000)
    for jobs in ["1", "3"] {
      let result = try bench.run([
        "dry", "--chain", "room.yaml", "--jobs", jobs, "--manifest", "m\(jobs)", "-o", "o\(jobs)/",
      ])
      #expect(result.status == 1)
      #expect(
        result.errors.contains("dry/other.wav: has 48000 Hz and room.yaml runs at 16000 Hz"),
        "\(result.errors)")
    }
    let done = try bench.objects("m1").filter { $0["ok"]?.bool == true }
    #expect(done.count == BatchBench.soundCount)
    #expect(done.allSatisfy { $0["ir"]?.text == "room.yaml" })
    for line in done {
      let input = line["in"]?.text ?? "", output = line["out"]?.text ?? ""
      let alone = try bench.run([input, "--chain", "room.yaml", "-o", "alone.wav", "--force"])
      #expect(alone.status == 0, "\(alone.errors)")
      let isSame = try bench.folder.bytes("alone.wav") == bench.folder.bytes(output)
      #expect(isSame, "\(input)")
    }
    let isSame = try bench.folder.bytes("o1/b/s4.wav") == bench.folder.bytes("o3/b/s4.wav")
    #expect(isSame)
  }
}
