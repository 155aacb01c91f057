import Glibc
import JSON
import TestSupport
import Testing

/// What a manifest keeps of the options, so that two sounds never mix.
@Suite struct ConvolveRecordTests {
  private let bench: BatchBench

  init() throws { bench = try BatchBench() }

  /// Options that shape the sound of every file, with a value that is not the default.
  static let shaping = [
    "--layout=mono", "--early=5ms", "--correlate", "--block=256", "--precision=double",
    "--plan=256x8", "--wet=-6", "--dry=-12.5", "--predelay=2ms", "--normalize=energy",
    "--level=match", "--peak=-1", "--tail=cut", "--trim=-60", "--length=same", "--align=peak",
    "--encoding=int16", "--format=wav16", "--dither=tpdf",
  ]
  /// Those that do not: where files are, who does it, what is said, and what each file's own line has.
  private static let others: Set<String> = [
    "output", "ir", "ir-channels", "chain", "wet-only", "force", "list", "list-format", "ir-dir",
    "pick", "seed", "noise", "snr", "shard", "manifest", "resume", "jobs", "dry-run", "json",
    "quiet",
    "help", "version",
  ]

  private func run(_ options: [String]) throws -> ProgramResult {
    try bench.run(["dry/s1.wav", "--ir", "rirs/r0.wav", "--manifest", "m", "-o", "o/"] + options)
  }

  private static func parts(_ option: String) -> (name: String, value: String?) {
    let parts = option.dropFirst(2).split(separator: "=", maxSplits: 1).map(String.init)
    return (parts[0], parts.count > 1 ? parts[1] : nil)
  }

  @Test func `every option of a render is known to shape the sound or not to`() throws {
    let help = try bench.bench.run("render", "--experimental-dump-help")
    let command = try JSONValue(parsing: help.output)["command"]
    let render =
      command?["commandName"]?.text == "render"
      ? command
      : command?["subcommands"]?.elements?.first { $0["commandName"]?.text == "render" }
    let names = (render?["arguments"]?.elements ?? []).flatMap { argument in
      (argument["names"]?.elements ?? []).compactMap { $0["name"]?.text }
    }.filter { $0.count > 1 }
    #expect(names.count > 30)
    let known = Self.others.union(Self.shaping.map { Self.parts($0).name })
    #expect(Set(names).subtracting(known) == [])
  }

  @Test(arguments: shaping)
  func `an option that shapes the sound is recorded, and a run without it is refused`(
    _ option: String
  ) throws {
    let (name, value) = Self.parts(option)
    let first = try run([option])
    #expect(first.status == 0, "\(first.errors)")
    let recorded = try bench.objects("m")[0]["options"]
    #expect(recorded == .object([.init(name, value.map { .string($0) } ?? true)]))
    let manifest = try bench.text("m")
    let resumed = try run(["--resume"])
    let typed = value.map { "--\(name) \($0)" } ?? "--\(name)"
    #expect(resumed.status == 64)
    #expect(
      resumed.errors.contains(
        "m: place 0 (dry/s1.wav) was written with \(typed) and this run goes on without --\(name); "
          + "resume with what it was begun with, or begin anew: another -o and --manifest, or --force "
          + "without --resume"), "\(resumed.errors)")
    #expect(try bench.text("m") == manifest)
    let same = try run([option, "--resume"])
    #expect(same.status == 0 && same.errors.contains("1/1 files, 1 of them by an earlier run"))
  }

  @Test func `defaults that are typed and values typed otherwise are the same run`() throws {
    #expect(try run(["--wet=-6", "--trim=-60"]).status == 0)
    let same = try run([
      "--wet=-6.0dB", "--trim=-60 dB", "--precision=single", "--normalize=none", "--layout=auto",
      "--dither=auto", "--resume",
    ])
    #expect(same.status == 0, "\(same.errors)")
    let other = try run(["--wet=-9", "--trim=-60", "--resume"])
    #expect(other.status == 64)
    #expect(other.errors.contains("with --wet -6 and this run goes on with --wet -9;"))
    let anew = try run(["--wet=-9", "--force"])
    #expect(anew.status == 0, "\(anew.errors)")
    #expect(try bench.objects("m")[0]["options"] == .object([.init("wet", "-9")]))
  }

  @Test func `manifests of shards are checked line by line after they were merged`() throws {
    let list = ["dry", "--ir-dir", "rirs", "-o", "o"]
    for (shard, wet) in [("1/2", "-3"), ("2/2", "-4")] {
      let result = try bench.run(
        list + ["--shard", shard, "--wet", wet, "--manifest", String(shard.first ?? "0")])
      #expect(result.status == 0, "\(result.errors)")
    }
    try bench.folder.write(bench.folder.bytes("1") + bench.folder.bytes("2"), as: "m")
    let mixed = try bench.run(list + ["--wet", "-3", "--manifest", "m", "--resume"])
    #expect(mixed.status == 64)
    #expect(
      mixed.errors.contains(
        "m: place 1 (dry/b/s10.wav) was written with --wet -4 and this run goes on with --wet -3"),
      "\(mixed.errors)")
  }
}
