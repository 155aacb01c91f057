import Glibc
import JSON
import Testing
import TestSupport

@Suite struct ConvolveBatchTests {
  private let bench: BatchBench
  private let choices = [
    "dry", "--ir-dir", "rirs", "--seed", "7", "--align", "peak", "--length", "same", "--level",
    "match", "--early", "5ms:0.4", "--noise", "noises", "--snr", "5..20",
  ]

  init() throws { bench = try BatchBench() }

  @Test func `the bytes are the same for any number of jobs, and so is the manifest`() throws {
    for jobs in ["1", "2", "5"] {
      let result = try bench.run(
        choices + ["--jobs", jobs, "--manifest", "m\(jobs)", "-o", "o\(jobs)/"])
      #expect(result.status == 0, "\(result.errors)")
    }
    #expect(try bench.objects("m1").count == BatchBench.soundCount)
    for jobs in ["2", "5"] {
      #expect(try bench.isSame("o1/", "o\(jobs)/", manifest: "m1"))
      let text = try bench.text("m\(jobs)").split(separator: "\"o\(jobs)/").joined(
        separator: "\"o1/")
      #expect(try text == bench.text("m1"))
    }
  }

  @Test func `shards together are the whole run, and their manifests merge by cat`() throws {
    #expect(try bench.run(choices + ["--manifest", "whole", "-o", "o/"]).status == 0)
    let wholeBytes = try bench.objects("whole").map { line in
      try bench.folder.bytes(line["out"]?.text ?? "")
    }
    var lines: [String] = []
    for shard in 1...3 {
      let result = try bench.run(
        choices + ["--shard", "\(shard)/3", "--manifest", "m\(shard)", "-o", "o/", "--force"])
      #expect(result.status == 0, "\(result.errors)")
      #expect(try bench.lines("m\(shard)").count == BatchBench.soundCount / 3)
      lines += try bench.lines("m\(shard)")
    }
    #expect(try lines.sorted() == bench.lines("whole").sorted())
    let shardBytes = try bench.objects("whole").map { line in
      try bench.folder.bytes(line["out"]?.text ?? "")
    }
    #expect(shardBytes == wholeBytes)
  }

  @Test func `choices are the ones that the seed has always given`() throws {
    #expect(try bench.run(choices + ["--manifest", "m", "-o", "o/"]).status == 0)
    let objects = try bench.objects("m")
    #expect(objects.map { $0["ir"]?.text?.dropFirst(6).prefix(1) ?? "" }.joined() == "101110220021")
    #expect(objects.map { $0["early"]?.bool == true ? "1" : "0" }.joined() == "010001100001")
    #expect(objects[0]["snr_db"]?.number == 19.951058)
    #expect(
      objects.map { $0["noise"]?.text?.dropFirst(8).prefix(1) ?? "" }.joined() == "000000101001")
  }

  @Test func `a bad file in the middle stops nothing, and is told`() throws {
    try bench.folder.write(Array("no sound".utf8), as: "dry/s5.wav")
    let result = try bench.run(
      ["dry", "--ir", "rirs/r0.wav", "-o", "o", "--manifest", "m", "--jobs", "2"])
    #expect(result.status == 1)
    #expect(
      result.errors.contains(
        "convolve: 11/12 files; ") && result.errors.contains("1 skipped (see o/errors.jsonl)\n"))
    #expect(result.errors.contains("convolve: dry/s5.wav: is not a sound file"))
    let failed = try bench.objects("o/errors.jsonl")
    #expect(failed.count == 1)
    #expect(failed[0]["in"]?.text == "dry/s5.wav" && failed[0]["status"]?.integer == 65)
    let all = try bench.objects("m")
    #expect(all.map { $0["place"]?.integer } == Array(0..<12))
    #expect(all.count { $0["ok"]?.bool == true } == 11)
  }

  @Test func `nothing is written when two files would become one`() throws {
    try bench.folder.write(
      Array("{\"in\":\"dry/s1.wav\"}\n{\"in\":\"dry/s1.wav\"}\n".utf8), as: "l")
    let result = try bench.run(
      [
        "--list", "l", "--list-format", "jsonl", "--ir", "rirs/r0.wav", "-o", "o", "--manifest",
        "m",
      ])
    #expect(result.status == 64)
    #expect(result.errors.contains("o/s1.wav: would be written for dry/s1.wav and for dry/s1.wav"))
    #expect(access(bench.folder.path("o"), F_OK) != 0 && access(bench.folder.path("m"), F_OK) != 0)
  }

  @Test func `no file is written over what another one reads`() throws {
    try bench.folder.write(
      Array("in,out\ndry/s1.wav,s3.wav\ndry/s3.wav,x.wav\n".utf8), as: "l.csv")
    let before = try bench.folder.bytes("dry/s3.wav")
    let result = try bench.run(
      ["--list", "l.csv", "--ir", "rirs/r0.wav", "-o", "dry", "--force"])
    #expect(result.status == 64)
    #expect(result.errors.contains("dry/s3.wav: is also an input"))
    #expect(try bench.folder.bytes("dry/s3.wav") == before)
  }

  @Test func `each file meets each impulse response, or one after another`() throws {
    let each = try bench.run(["dry/s1.wav", "--ir-dir", "rirs", "--pick", "each", "-o", "e/"])
    #expect(each.status == 0, "\(each.errors)")
    for name in ["s1-r0.wav", "s1-r1.wav", "s1-r2.wav"] {
      #expect(access(bench.folder.path("e/" + name), F_OK) == 0)
    }
    let cycle = try bench.run(
      ["dry", "--ir-dir", "rirs", "--pick", "cycle", "-o", "c", "--manifest", "m", "--quiet"])
    #expect(cycle.status == 0 && cycle.errors == "")
    #expect(
      try bench.objects("m").map { $0["ir"]?.text } == (0..<12).map { "rirs/r\($0 % 3).wav" })
  }

  @Test func `a list may come through a pipe, and --json prints what a manifest holds`() throws {
    try bench.folder.write(Array("dry/s1.wav\ndry/s3.wav\n".utf8), as: "l")
    let named = try bench.run(["--list", "l", "--ir", "rirs/r0.wav", "-o", "a", "--manifest", "m"])
    #expect(named.status == 0)
    let printed = try bench.run(
      ["--list", "l", "--ir", "rirs/r0.wav", "-o", "a", "--force", "--json", "--quiet"])
    #expect(try printed.output == bench.text("m"))
  }

  @Test func `a list and an option choose the channels of an impulse response`() throws {
    let channels = (0..<4).map { decay(300, seed: UInt64(50 + $0)) }
    try bench.bench.write(channels, as: "rirs/array.wav", rate: BatchBench.rate)
    let list = """
      {"in":"dry/s1.wav","out":"a.wav"}
      {"in":"dry/s1.wav","out":"b.wav","ir_channels":2}
      {"in":"dry/s1.wav","out":"c.wav","ir":"rirs/array.wav","ir_channels":"4,1"}
      {"in":"dry/s1.wav","out":"d.wav","ir_channels":[5]}
      """
    try bench.folder.write(Array(list.utf8), as: "l.jsonl")
    let result = try bench.run([
      "--list", "l.jsonl", "--ir", "rirs/array.wav", "--ir-channels", "3", "--manifest", "m", "-o",
      "o",
    ])
    #expect(result.status == 1)
    #expect(result.errors.contains("rirs/array.wav: has 4 channels, and no channel 5"))
    #expect(
      try bench.objects("m").map { $0["ir_channels"]?.elements?.map(\.integer) } == [
        [3], [2], [4, 1], [5],
      ])
    for (name, chosen) in [("a", [2]), ("b", [1]), ("c", [3, 0])] {
      try bench.bench.write(chosen.map { channels[$0] }, as: "ir.wav", rate: BatchBench.rate)
      let alone = try bench.run(["dry/s1.wav", "--ir", "ir.wav", "-o", "alone.wav", "--force"])
      #expect(alone.status == 0, "\(alone.errors)")
      let isSame = try bench.folder.bytes("alone.wav") == bench.folder.bytes("o/\(name).wav")
      #expect(isSame, "\(name)")
    }
    let single = try bench.run([
      "dry/s1.wav", "--ir", "rirs/array.wav", "--ir-channels", "4,1", "-o", "single.wav", "--json",
    ])
    #expect(try JSONValue(parsing: single.output)["response_channels"] == [4, 1])
    let isSame = try bench.folder.bytes("single.wav") == bench.folder.bytes("o/c.wav")
    #expect(isSame)
  }

  @Test func `a list with a name before each path is told from a list of paths`() throws {
    try bench.folder.write(Array("utt1 dry/s1.wav\nutt3 dry/s3.wav\n".utf8), as: "wav.scp")
    let result = try bench.run(["--list", "wav.scp", "--ir", "rirs/r0.wav", "-o", "o"])
    #expect(result.status == 65)
    #expect(
      result.errors.contains("wav.scp: has a name before each path (utt1); give paths alone"),
      "\(result.errors)")
  }

  @Test func `a silent channel of an impulse response is refused`() throws {
    try bench.bench.write([decay(300, seed: 1), [Float](repeating: 0, count: 300)], as: "ir.wav")
    let result = try bench.run(
      ["dry/s1.wav", "--ir", "ir.wav", "--ir-channels", "2", "-o", "out.wav"])
    #expect(result.status == 65)
    #expect(result.errors.contains("ir.wav: holds only zeros in channel 2"), "\(result.errors)")
  }

  @Test(arguments: [
    (["dry", "--ir", "i", "--ir-channels", "0"], "channels are numbers from 1 to 256"),
    (
      ["--list", "l", "dry", "--ir", "i"], "Give either sound files, a folder of them, or a --list."
    ),
    (["dry", "--ir", "i", "--ir-dir", "d"], "--ir is one impulse response and --ir-dir many"),
    (["dry", "--ir", "i", "--resume"], "--resume goes by what a manifest says"),
    (["dry", "--ir", "i", "--pick", "each"], "--pick chooses from a folder"),
    (["dry", "--ir", "i", "--shard", "3/2"], "a shard is two numbers such as 3/8"),
    (["dry", "--ir", "i", "--noise", "white", "--snr", "9..5"], "a level over noise is a number"),
    (["dry", "--ir", "i", "--noise", "white"], "has noise and no level; add --snr"),
    (["dry", "--ir", "i", "--snr", "5"], "--snr is a level over noise and there is none"),
    (["dry", "--ir", "i", "--early", "50ms:2"], "a number from 0 to 1, as in 50ms:0.2"),
    (["dry"], "has no impulse response; add --ir, --ir-dir or \"ir\" in the list"),
    (
      ["dry", "--ir", "i", "--noise", "white", "--snr", "5", "--peak", "-1"],
      "would exceed --peak"
    ),
    (["dry/s1.wav", "--ir", "i", "--early", "50ms:0.5", "-o", "x.wav"], "there is one"),
  ])
  func `what contradicts itself is refused`(_ arguments: [String], _ words: String) throws {
    let output = arguments.contains("-o") ? [] : ["-o", "o"]
    let result = try bench.run(arguments + output)
    #expect(result.status == 64)
    #expect(result.errors.contains(words), "\(result.errors)")
  }
}
