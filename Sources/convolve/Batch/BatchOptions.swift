public import ArgumentParser
public import Batch

/// Which files, and what is chosen for each of them.
struct BatchOptions: ParsableArguments {
  @Option(
    help: .init(
      """
      Render the files of a list (- for standard input): a path on each line; or as JSON on each \
      line, or as a table in CSV, with in, out, ir, ir_channels, noise, snr, seed and early (true or \
      false) for each file, all but in as need be. Paths are relative to the working folder, out to that of -o.
      """, valueName: "file"))
  var list: String?
  @Option(help: "How the list is written; told by its name if not given.")
  var listFormat: ListFormat?
  @Option(
    help: .init(
      "A folder of impulse responses, taken with all folders in it, by name.", valueName: "folder"))
  var irDir: String?
  @Option(
    help: """
      How an impulse response is chosen for a file. random: by --seed; cycle: one after another; \
      each: every file meets every one of them. random if not given.
      """)
  var pick: Pick?
  @Option(
    help: .init(
      """
      Of all random choices: each depends on it and on the file's place in the whole list alone.
      """, valueName: "number"))
  var seed: UInt64 = 0
  @Option(
    help: .init(
      """
      Add noise at the level that --snr says, after all other levels: a sound file, a folder of \
      them to choose from, or white. It begins at a random place and starts over at its end.
      """, valueName: "noise"))
  var noise: String?
  @Option(
    parsing: .unconditional,
    help: .init(
      "Level of the result over the noise: 10, or 5..20 to choose for each file.",
      valueName: "dB"),
    transform: NoiseLevels.init(typed:))
  var snr: NoiseLevels?
  @Option(
    help: .init(
      "Render every N-th file of the list only, from the K-th on: a part for each of N machines.",
      valueName: "K/N"),
    transform: { text in
      guard let shard = Shard(typed: text) else {
        throw ValidationError("a shard is two numbers such as 3/8, the first from 1 to the second")
      }
      return shard
    })
  var shard: Shard?
  @Option(
    help: .init(
      "Write what was done to each file, an object of JSON on each line, in the list's order.",
      valueName: "file"))
  var manifest: String?
  @Flag(help: "Go on where an earlier run with the same manifest ended; what it did is kept.")
  var resume = false

  enum Pick: String, ExpressibleByArgument, CaseIterable { case random, cycle, each }

  func validate() throws {
    if resume && manifest == nil {
      throw ValidationError("--resume goes by what a manifest says; name it with --manifest.")
    }
    if pick != nil && irDir == nil {
      throw ValidationError("--pick chooses from a folder of impulse responses; add --ir-dir.")
    }
    if listFormat != nil && list == nil {
      throw ValidationError("--list-format is how a list is written; add --list.")
    }
  }

  /// Refuses what contradicts the rest of the command.
  ///
  /// - Throws: `ValidationError`.
  func validate(with settings: RenderSettings, inputs: [String]) throws {
    guard (list == nil) != inputs.isEmpty else {
      throw ValidationError("Give either sound files, a folder of them, or a --list.")
    }
    if irDir != nil && settings.filter.ir != nil {
      throw ValidationError("--ir is one impulse response and --ir-dir many; give one of them.")
    }
    if irDir != nil && settings.filter.chain != nil {
      throw ValidationError("--chain says how the sound is filtered; leave --ir-dir out.")
    }
    if inputs.contains("-") {
      throw ValidationError("- is standard input, a single file; render it by itself.")
    }
  }

  /// Whether there is anything that a single file has no use for.
  var isGiven: Bool { firstGiven != nil }

  /// The first option that a single file has no use for.
  var firstGiven: String? {
    let options: [(name: String, isGiven: Bool)] = [
      ("--list", list != nil), ("--ir-dir", irDir != nil), ("--noise", noise != nil),
      ("--snr", snr != nil), ("--shard", shard != nil), ("--manifest", manifest != nil),
    ]
    return options.first { $0.isGiven }?.name
  }
}

extension ListFormat: ExpressibleByArgument {}

/// Levels to choose from, as they are typed: `10`, `5..20`.
struct NoiseLevels: Sendable {
  let decibels: ClosedRange<Double>

  /// - Throws: `ValidationError` with what is allowed.
  init(typed text: String) throws {
    let ends = text.split(separator: "..", omittingEmptySubsequences: false)
    let levels = ends.map { (try? Level(typed: String($0)))?.decibels ?? .nan }
    guard (1...2).contains(levels.count), levels.allSatisfy({ (-100...100).contains($0) }),
      levels[0] <= levels[levels.count - 1]
    else {
      throw ValidationError(
        "a level over noise is a number of dB up to 60 such as 10, or two such as 5..20")
    }
    decibels = levels[0]...levels[levels.count - 1]
  }
}

/// How much of an impulse response counts, as it is typed: `50ms`, or `50ms:0.2` for a fifth of the
/// files.
struct EarlyPart: Sendable {
  let time: Time
  /// Of the files, 0 to 1.
  let share: Double

  /// - Throws: `ValidationError` with what is allowed.
  init(typed text: String) throws {
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    time = try Time(typed: String(parts[0]))
    guard parts.count == 2 else {
      share = 1
      return
    }
    guard let share = Double(parts[1]), (0...1).contains(share) else {
      throw ValidationError("the share behind the colon is a number from 0 to 1, as in 50ms:0.2")
    }
    self.share = share
  }
}
