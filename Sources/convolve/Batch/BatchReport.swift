internal import Batch
internal import Glibc
internal import JSON
internal import Realtime
internal import Session
internal import SignalProcessing

/// What is said while a batch runs, and at its end.
struct BatchReport {
  /// Sentences of a kind that are said one by one.
  private static let sentencesSaid = 20

  private(set) var failed = 0
  private let total: Int
  private let kept: Int
  private let errorsPath: String
  private let voice: BatchRun.Voice
  private let isShown: Bool
  private let began = MonotonicClock.nanoseconds
  private var lastShown = 0
  private var done = 0
  private var clippedFiles = 0
  private var seconds = 0.0
  private var notesSaid = 0
  private var isLineOpen = false
  private var failures: LineFile?

  /// - Parameter total: files of the batch.
  /// - Parameter kept: of them that an earlier run did.
  /// - Parameter errorsPath: where failures are written.
  init(total: Int, kept: Int, errorsPath: String, _ voice: BatchRun.Voice) {
    self.total = total
    self.kept = kept
    self.errorsPath = errorsPath
    self.voice = voice
    isShown = !voice.isQuiet && Console.isTerminal
  }

  /// Removes what an earlier run wrote of its failures.
  func forgetFailures() throws(CommandFailure) {
    guard unsafe unlink(errorsPath) != 0, errno != ENOENT else { return }
    throw CommandFailure("\(errorsPath): cannot be removed; move it away", .cannotCreate)
  }

  mutating func note(_ line: ManifestLine) throws(CommandFailure) {
    if voice.isJSON { print(line.json) }
    switch line.ending {
    case .done(let figures):
      done += 1
      if figures.clippedSamples > 0 { clippedFiles += 1 }
      seconds += Double(figures.framesIn) / Double(max(figures.sampleRate, 1))
    case .failed(_, let error):
      failed += 1
      if failures == nil { failures = try LineFile(errorsPath, .anew) }
      try failures?.append(line.json.description)
      say(error, number: failed, "further failures are in \(errorsPath) alone")
    }
  }

  /// Says what was noted on impulse responses.
  mutating func note(_ notes: [String]) {
    if voice.isQuiet || notes.isEmpty { return }
    hideProgress()
    for note in notes {
      notesSaid += 1
      say(note, number: notesSaid, "the same of further impulse responses is not said")
    }
  }

  private func say(_ sentence: String, number: Int, _ end: String) {
    if number <= Self.sentencesSaid { Console.say(sentence) }
    if number == Self.sentencesSaid + 1 { Console.say(end) }
  }

  // MARK: Progress

  mutating func hideProgress(before lines: [ManifestLine]) {
    if lines.contains(where: { $0.done == nil }) { hideProgress() }
  }

  mutating func hideProgress() {
    if isLineOpen { Console().write("\r\u{1B}[K") }
    isLineOpen = false
  }

  mutating func showProgress() {
    let now = MonotonicClock.nanoseconds
    guard isShown, now - lastShown > 100_000_000 else { return }
    lastShown = now
    isLineOpen = true
    let left = total - kept - done - failed
    let rate = Double(done + failed) / elapsed
    let wait = rate > 0 ? "  ETA \(clock(Int(min(Double(left) / rate, 359_999).rounded(.up))))" : ""
    Console().write("\r\u{1B}[K\(kept + done + failed)/\(total)  \(speed)\(wait)\(trouble)")
  }

  private var elapsed: Double { Double(max(MonotonicClock.nanoseconds - began, 1)) / 1e9 }
  private var speed: String { "\((seconds / elapsed).text(decimals: 0)) x real time" }
  private var trouble: String { failed > 0 ? "  \(failed) skipped (see \(errorsPath))" : "" }

  /// Says how it went.
  mutating func end() {
    hideProgress()
    if clippedFiles > 0 {
      Console.say(
        """
        \(counted(clippedFiles, "file")) with samples clipped at full scale; --peak -0.1 turns them \
        down, --encoding float32 in .wav files keeps them
        """)
    }
    if voice.isQuiet { return }
    let before = kept > 0 ? ", \(kept) of them by an earlier run" : ""
    Console.say("\(kept + done)/\(total) files\(before); \(speed)\(trouble)")
  }
}
