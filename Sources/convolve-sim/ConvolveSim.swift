import ArgumentParser
import SimulatedDevices
import SimulatedSession

/// Runs the live session against simulated cards, clocks and faults, many seeds of it.
///
/// A tool of the tests; it is not installed.
@main
struct ConvolveSim: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "convolve-sim",
    abstract: "Runs the live session in virtual time, with faults drawn from seeds.",
    discussion: """
      Exit status: 0 when every promise was kept, 1 when one was broken. A seed stands for the \
      same run on every machine, as long as the program is the same.
      """)

  @Option(
    help: """
      What is tried: "faults"; "comparable", those of them that both layers can show; "steered", \
      faults on two cards whose source is run at the speed of the sink; "resampled", the same while \
      playback resamples; "sound", faults while a convolution plays, each frame against its sum in \
      double precision; "clocks", how well two clocks are made one, --hours long; "unplugs", --seeds \
      times, on the real libasound; "calls", every call into a device failed once, and for three \
      seconds, then --seeds pairs of them.
      """)
  var mode = Mode.faults

  @Option(
    help: """
      What is between the session and the hardware: "model", or "alsa", the real libasound, whose \
      seeds of comparable faults have to look the same as the model's.
      """)
  var layer = Layer.model

  @Option(help: "How many seeds to run.")
  var seeds = 100

  @Option(help: "The first of them, or the only one with --trace or without --seeds.")
  var seed: Seed?

  @Option(help: "Simulated hours, over all seeds; one minute for each seed without it.")
  var hours: Double?

  @Option(help: "Simulated seconds for each seed, in place of --hours; at least 30.")
  var seconds: Int?

  @Option(help: "Seeds that run at the same time.")
  var jobs = 2

  @Flag(help: "Print all that happens in the run of --seed.")
  var trace = false

  @Option(help: "Of the faults of --seed, only those with these numbers, as \"3,7\".")
  var only: String?

  @Option(help: "Promises that may be broken, as \"jump,splice\".")
  var ignore: String?

  @Option(
    help: "Of --mode calls, only this: calls by number, \"+\" behind those that last, \"12,40+\".")
  var failing: String?

  @Option(help: "Failing seeds whose faults are reduced to those that it takes.")
  var minimise = 3

  func validate() throws {
    if seeds < 1 { throw ValidationError("--seeds is \(seeds); give at least 1") }
    if jobs < 1 { throw ValidationError("--jobs is \(jobs); give at least 1") }
    if let seconds, seconds < 30 {
      throw ValidationError("--seconds is \(seconds); give at least 30")
    }
    if trace && seed == nil { throw ValidationError("--trace needs the --seed to trace") }
  }

  private var secondsPerSeed: Int {
    if let seconds { return seconds }
    guard let hours else { return 60 }
    return max(Int((hours * 3600 / Double(seeds)).rounded(.up)), 30)
  }

  mutating func run() async throws {
    CrashNote.install()
    if layer == .alsa { mode = .comparable }
    if mode == .clocks {
      if await !ClockReport.run(hours: hours ?? 1, jobs: jobs) { throw ExitCode(1) }
      return
    }
    if mode == .unplugs {
      if !UnplugReport.run(cycles: seeds) { throw ExitCode(1) }
      return
    }
    if mode == .calls {
      let report = CallReport(pairs: seeds, firstSeed: seed?.number ?? 1, jobs: jobs)
      let isKept: Bool
      if let failing { isKept = report.replay(failing) } else { isKept = await report.run() }
      if !isKept { throw ExitCode(1) }
      return
    }
    let isSingle = seed != nil && (trace || seeds == 100)
    if let seed, isSingle {
      try runOne(seed.number)
    } else {
      try await runMany(from: seed?.number ?? 1)
    }
  }

  private var ignored: Set<Violation.Kind> {
    Set((ignore ?? "").split(separator: ",").compactMap { Violation.Kind(rawValue: String($0)) })
  }

  private func runOne(_ seed: UInt64) throws {
    var plan = mode.plan(seed: seed, seconds: secondsPerSeed)
    if layer == .alsa { plan.layer = .library }
    if let only { plan.keepChanges(Set(only.split(separator: ",").compactMap { Int($0) })) }
    let result = SessionSimulation(
      plan, ignoring: ignored, print: trace ? { print($0) } : nil
    ).run()
    print(plan.summary)
    for change in plan.script { print("  fault \(change)") }
    print(result.summary)
    if result.hasFailed {
      Report.printFailure(result, mode, seconds: secondsPerSeed)
      throw ExitCode(1)
    }
  }

  private func runMany(from first: UInt64) async throws {
    let campaign = Campaign(
      mode: mode, layer: layer, first: first, count: seeds, seconds: secondsPerSeed, jobs: jobs,
      minimised: minimise, ignored: ignored)
    let outcome = await campaign.run()
    Report.print(outcome, mode, seconds: secondsPerSeed)
    if outcome.hasFailed { throw ExitCode(1) }
  }
}

/// A seed, decimal or as `0x…`.
struct Seed: ExpressibleByArgument {
  var number: UInt64

  init?(argument: String) {
    let isHexadecimal = argument.hasPrefix("0x")
    let digits = isHexadecimal ? argument.dropFirst(2) : Substring(argument)
    guard let number = UInt64(digits, radix: isHexadecimal ? 16 : 10) else { return nil }
    self.number = number
  }
}

/// What is between the session and the simulated hardware.
enum Layer: String, ExpressibleByArgument, CaseIterable { case model, alsa }
