internal import ArgumentParser
internal import Batch
internal import Glibc
internal import Session
internal import SoundFiles

/// The render of many files, and what is said of it.
struct BatchRun {
  /// What is said where.
  struct Voice {
    /// Whether each file's line goes to standard output.
    var isJSON: Bool
    var isQuiet: Bool
  }

  private let options: BatchOptions
  private let settings: RenderSettings
  private let folder: String
  private let voice: Voice
  private let plan: BatchPlan

  /// Chooses everything; nothing is written yet.
  ///
  /// - Parameter folder: where the outputs go.
  init(
    _ options: BatchOptions, _ settings: RenderSettings, inputs: [String], folder: String,
    _ voice: Voice
  ) throws(CommandFailure) {
    self.options = options
    self.settings = settings
    self.folder = folder
    self.voice = voice
    plan = try listed { () throws(BatchError) in
      try BatchPlan(options, settings, inputs: inputs, folder: folder)
    }
  }

  /// Does everything but rendering and writing, and says what would be done.
  ///
  /// - Returns: what the program ends with.
  func rehearse() throws(CommandFailure) -> ExitCode {
    let (rest, worker) = try prepare()
    try BatchFolders.rehearse(for: plan.works, in: folder)
    try BatchLog.rehearse(options, after: rest, force: settings.storage.force)
    var failed = 0
    for work in rest.works {
      do throws(CommandFailure) {
        try worker.rehearse(work)
        if voice.isJSON {
          print(work.choices)
        } else if !voice.isQuiet {
          Console.say("\(work.output): from \(work.input) with \(work.source)")
        }
      } catch {
        failed += 1
        if voice.isJSON { print(work.line(ManifestLine.Ending(error)).json) }
        Console.say(error.description)
      }
      if let code = Interruption.pending() { return code }
    }
    if !voice.isQuiet {
      for note in worker.takeNotes() { Console.say(note) }
      let kept = plan.works.count - rest.works.count
      Console.say(
        "\(counted(rest.works.count - failed, "file")) not rendered"
          + (kept > 0 ? ", \(kept) done by an earlier run" : "")
          + (failed > 0 ? ", \(failed) that cannot be" : ""))
    }
    return ExitCode((failed > 0 ? ExitStatus.someFailed : .success).rawValue)
  }

  /// What is to be done and who does it, after all that can be refused beforehand; nothing is written.
  private func prepare() throws(CommandFailure) -> (BatchRest, BatchWorker) {
    try BatchFolders.demandApart(plan, options, isReplacing: settings.storage.force)
    let rest = try BatchRest(options, plan.works)
    if !voice.isQuiet { for note in plan.notes + rest.notes { Console.say(note) } }
    var settings = settings
    // Those that a killed run wrote and did not record.
    if rest.manifestBytes != nil { settings.storage.force = true }
    return (rest, BatchWorker(settings, plan.noises))
  }

  /// Renders.
  ///
  /// - Returns: what the program ends with.
  func run(jobs: Int) throws(CommandFailure) -> ExitCode {
    let (rest, worker) = try prepare()
    try BatchFolders.create(for: plan.works, in: folder)
    let log = try BatchLog(options, after: rest, force: settings.storage.force)
    var report = BatchReport(
      total: plan.works.count, kept: plan.works.count - rest.works.count,
      errorsPath: errorsPath, voice)
    try report.forgetFailures()
    let code = try follow(try BatchCrew(rest.works, worker, jobs: jobs), worker, log, &report)
    if let code { return code }
    try log.finish()
    report.end()
    return ExitCode((report.failed > 0 ? ExitStatus.someFailed : .success).rawValue)
  }

  /// Takes down what the crew does.
  ///
  /// - Returns: what to end with because of a signal, if one came.
  private func follow(
    _ crew: BatchCrew, _ worker: BatchWorker, _ log: BatchLog,
    _ report: inout BatchReport
  ) throws(CommandFailure) -> ExitCode? {
    while !crew.isDone {
      let lines = crew.lines()
      report.hideProgress(before: lines)
      for line in lines {
        try log.append(line)
        try report.note(line)
      }
      report.note(worker.takeNotes())
      report.showProgress()
      if let code = Interruption.pending() {
        crew.cancel()
        report.hideProgress()
        return code
      }
    }
    return nil
  }

  private var errorsPath: String {
    let shard = options.shard ?? .whole
    let name =
      shard == .whole ? "errors.jsonl" : "errors-\(shard.number)-of-\(shard.count).jsonl"
    return folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
  }
}
