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

  /// Says what would be done.
  func rehearse() {
    for work in plan.works {
      if voice.isJSON {
        print(work.choices)
      } else if !voice.isQuiet {
        Console.say("\(work.output): from \(work.input) with \(work.response)")
      }
    }
    if !voice.isQuiet { Console.say("\(counted(plan.works.count, "file")) not rendered") }
  }

  /// Renders.
  ///
  /// - Returns: what the program ends with.
  func run(jobs: Int) throws(CommandFailure) -> ExitCode {
    try BatchFolders.demandApart(plan, options, isReplacing: settings.storage.force)
    try BatchFolders.create(for: plan.works, in: folder)
    let log = try BatchLog(options, plan.works, force: settings.storage.force)
    if !voice.isQuiet { for note in plan.notes + log.notes { Console.say(note) } }
    var settings = settings
    if log.mayReplace { settings.storage.force = true }
    let worker = BatchWorker(settings, plan.noises)
    var report = BatchReport(
      total: plan.works.count, kept: plan.works.count - log.works.count,
      errorsPath: errorsPath, voice)
    try report.forgetFailures()
    let code = try follow(try BatchCrew(log.works, worker, jobs: jobs), worker, log, &report)
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
