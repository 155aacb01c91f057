internal import ArgumentParser
internal import Batch
internal import Glibc
internal import Realtime
internal import Rendering
internal import Session
internal import SoundFiles

/// `convolve render IN -o OUT --ir IR`
struct Render: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Convolve a sound file with an impulse response.",
    discussion: """
      The level is exact: a unit impulse gives back every bit, of int32 and float64 the leading 24 \
      unless --precision is double. The whole tail is kept unless told otherwise. The output \
      appears under its name only when it is complete. Several channels: 1 channel of impulse \
      response serves every channel of sound; as many as the sound has serve one each; 4 for 2 are \
      true stereo (LL LR RL RR); n x n are a matrix; a mono sound goes through each channel to an \
      output of its own. What exceeds full scale of an integer format is clipped, counted and said.

      With --json, one object on one line of standard output. Its keys: \(RenderOutcome.jsonKeys)

      Of many files, one that fails does not stop the others: it is told in errors.jsonl in the \
      output folder, and the program exits with 1. With --json, and in a manifest, one object for \
      each file. Its keys: \(ManifestLine.keys)
      """)

  @Argument(help: "The sound file; - for standard input. Or several, or a folder of them.")
  var inputs: [String] = []
  @Option(
    name: [.short, .long],
    help: .init(
      """
      The file to write; its extension chooses the format. - for standard output, a WAV file. For \
      many files the folder, which keeps their names and folders.
      """,
      valueName: "file"))
  var output: String
  @OptionGroup var filter: FilterOptions
  @OptionGroup var levels: LevelOptions
  @OptionGroup var span: SpanOptions
  @OptionGroup var storage: StorageOptions
  @OptionGroup(title: "Many files") var batch: BatchOptions
  @Option(
    parsing: .unconditional,
    help: .init(
      """
      Threads that render at the same time; as many as there are processors if not given. The \
      samples are the same for any number. Of many files, each is rendered on one thread.
      """, valueName: "threads"))
  var jobs: Int?
  @Flag(help: "Do everything but rendering and writing.") var dryRun = false
  @Flag(help: "Print for programs: one JSON object, or one for each file.") var json = false
  @Flag(help: "Say nothing but warnings and errors.") var quiet = false

  func validate() throws {
    if let jobs, !(1...256).contains(jobs) {
      throw ValidationError("--jobs is \(jobs); allowed are 1 to 256.")
    }
    if isBatch { return try settings.validate() }
    guard !inputs.isEmpty else { throw ValidationError("Missing expected argument '<inputs>'") }
    guard filter.ir != nil || filter.chain != nil else {
      throw ValidationError("Missing expected argument '--ir <file>' or '--chain <file>'")
    }
    if inputs[0] == standardStreamPath && filter.source == standardStreamPath {
      throw ValidationError(
        "- is standard input, which can be read once: as the sound or as the impulse response.")
    }
    if let early = filter.early, early.share != 1 {
      throw ValidationError("--early has a share of many files and there is one; leave it out.")
    }
    if output == standardStreamPath && json {
      throw ValidationError("-o - and --json both use standard output; give one of them.")
    }
    try settings.validate()
  }

  /// Refuses what contradicts itself about many files.
  ///
  /// Not in `validate()`, which comes before an unknown option is refused: what follows that one would
  /// be taken for one more file here.
  private func validateBatch() throws {
    guard !SoundFolder.isSound(name: output) || SoundFolder.exists(output) else {
      let isPair = inputs.count == 2 && filter.source.isEmpty
      throw ValidationError(
        "-o is \(output) and \(whyMany); name a folder: wet/"
          + (isPair ? ", or say that one of them is the impulse response: --ir \(inputs[1])" : ""))
    }
    try batch.validate(with: settings, inputs: inputs)
  }

  /// Says of a mistake what the parser would, which by now speaks of the whole program.
  private func refusal(_ mistake: ValidationError) -> ExitCode {
    Console().write(
      """
      Error: \(mistake.message)
      Usage: \(Convolve.usageString(for: Self.self))
        See 'convolve render --help' for more information.

      """)
    return ExitCode(ExitStatus.usage.rawValue)
  }

  private var whyMany: String {
    if let folder = inputs.first(where: { SoundFolder.exists($0) }) {
      return "\(folder) is a folder of sound files"
    }
    return batch.firstGiven.map { "\($0) is for many files" }
      ?? "there are \(counted(inputs.count, "sound file"))"
  }

  /// What is asked of every file.
  private var settings: RenderSettings {
    RenderSettings(filter: filter, levels: levels, span: span, storage: storage)
  }

  /// Whether the files are many, though there may be one of them.
  private var isBatch: Bool {
    batch.isGiven || inputs.count > 1 || output.hasSuffix("/")
      || inputs.contains { SoundFolder.exists($0) }
  }

  func run() throws {
    do {
      if isBatch { try validateBatch() }
    } catch let mistake as ValidationError {
      throw refusal(mistake)
    }
    Interruption.hold()
    if isBatch { throw try unwrap { () throws(CommandFailure) in try runBatch() } }
    // Who stops listening ends the program without a word.
    if output == standardStreamPath { signal(SIGPIPE, SIG_DFL) }
    guard SoundFolder.isSound(name: output) || !SoundFolder.exists(output) else {
      throw failure(
        "\(output): is a directory; \(output)/ writes into it, under the name of the sound", .usage)
    }
    let task = RenderTask(
      input: inputs[0], output: output, response: filter.source,
      responseChannels: filter.irChannels)
    do throws(CommandFailure) {
      let render = FileRender(settings, filters: NewFilters())
      if dryRun { report(try render.rehearse(task)) } else { report(try outcome(render, task)) }
    } catch {
      if json { print(RenderOutcome.json(task, error)) }
      throw failure(error.description, error.status)
    }
  }

  private func runBatch() throws(CommandFailure) -> ExitCode {
    let run = try BatchRun(
      batch, settings, inputs: inputs, folder: output, .init(isJSON: json, isQuiet: quiet))
    if dryRun { return try run.rehearse() }
    return try run.run(jobs: jobs ?? Processors.availableCount)
  }

  /// What became of the file.
  ///
  /// - Throws: `CommandFailure`, with a signal's status and without a word when it was one.
  private func outcome(
    _ render: FileRender, _ task: RenderTask
  ) throws(CommandFailure) -> RenderOutcome {
    var display = Progress(isShown: !quiet && Console.isTerminal)
    defer { display.end() }
    var interruption: ExitCode?
    let outcome = try render.run(task, jobs: jobs ?? Processors.availableCount) { progress in
      display.show(progress)
      interruption = Interruption.pending()
      return interruption == nil ? .proceed : .cancel
    }
    guard let outcome else {
      display.end()
      Self.exit(withError: interruption ?? ExitCode(ExitStatus.internal.rawValue))
    }
    return outcome
  }

  private func report(_ outcome: RenderOutcome) {
    if !quiet { for note in outcome.notes { Console.say(note) } }
    for warning in outcome.warnings { Console.say(warning) }
    if json { print(outcome.json) } else if !quiet { Console.say(outcome.summary) }
  }
}
