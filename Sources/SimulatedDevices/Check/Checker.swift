/// Hears what a simulated card plays, and checks what was promised.
///
/// It knows the code of the payload, so that it sees every loss, repeat, swap and click; and it
/// counts what crosses the devices, so that a session's own counters can be held against the truth.
package final class Checker {
  package let world: SimulatedWorld
  /// The source of the numbers; its clock says how old a frame is.
  package let source: SimulatedCard
  package var rules: Rules
  /// Promises that may be broken.
  package var ignored: Set<Violation.Kind> = []
  /// The first violations, oldest first; at most ``mostViolations``.
  package private(set) var violations: [Violation] = []
  package private(set) var violationCount = 0
  package static let mostViolations = 20

  /// Knows what further channels should sound like.
  package var judge: (any SoundJudge)?

  /// Measures what xruns cost.
  package var recovery: RecoveryWatch?

  /// What crossed the devices.
  package var truth = Accounts()

  // What is being heard.
  /// The source's number of the last frame that could be told; below 0 before the first.
  var lastNumber = -1
  /// The gain of the last frame.
  var lastGain: Float = 0
  /// The gain at which `lastNumber` was heard.
  var numberGain: Float = 0
  /// The least gain since then.
  var leastGain: Float = 0
  /// Nothing was heard in full since then; nanoseconds, `nil` while it is.
  package internal(set) var quietSince: Int?
  /// Since when everything was heard in full; nanoseconds, `nil` while it is not.
  package internal(set) var soundSince: Int?
  /// When something was heard in full for the last time; nanoseconds.
  package internal(set) var lastSound: Int?
  /// The last latency measured, and the least and most of them in frames.
  package internal(set) var latency = 0.0
  package internal(set) var latencies: ClosedRange<Double>?
  var strayingSince: Int?
  var fraction = FractionState()
  /// Until now, from the frame on that is looked at next.
  private var framesToCome = 0.0
  private var droppedNumber: Float = -1

  // What was heard, as runs that do not depend on who looked when.
  var runNumber = 0
  var runFrames = 0
  var runKind = RunKind.silence
  var payload = TraceHash()

  enum RunKind: Int { case silence, sound }

  package init(world: SimulatedWorld, source: SimulatedCard, rules: Rules = .init()) {
    self.world = world
    self.source = source
    self.rules = rules
    quietSince = world.time.now
  }

  /// A hash over the frames heard, their gains and their order; not over when they were.
  package var payloadHash: UInt64 {
    var hash = payload
    Self.mix(runKind, runNumber, runFrames, into: &hash)
    return hash.value
  }

  package func report(_ kind: Violation.Kind, _ text: @autoclosure () -> String) {
    if ignored.contains(kind) { return }
    violationCount += 1
    world.trace.note(.violation, 2, violationCount)
    guard violations.count < Self.mostViolations else { return }
    violations.append(Violation(kind: kind, time: world.time.now, text: text()))
  }

  // MARK: What the devices tell

  /// A session has read frames, the first of them with this number.
  package func captured(from number: Int, frames: Int) {
    let missed = truth.missedFrames
    truth.noteCaptured(from: number, frames: frames)
    recovery?.noteRead(from: number, isAfterLoss: truth.missedFrames > missed)
    judge?.captured(from: number, frames: frames)
  }

  func written(frames: Int, isSilence: Bool) {
    if isSilence { truth.silentFrames += frames } else { truth.writtenFrames += frames }
    if isSilence && truth.isControl { truth.prefillFrames += frames }
  }

  /// The card has stopped in the middle: a click that nobody can help.
  ///
  /// - Parameter wasMoving: whether it had started.
  func playbackStopped(unplayedFrames: Int, wasMoving: Bool) {
    if wasMoving || !truth.isControl {
      truth.stopCount += 1
      truth.unplayedFrames += unplayedFrames
    }
    hearGain(0)
    strayingSince = nil
  }

  /// A stream has over- or underrun, at that moment, and is seen to have.
  func streamXran(_ direction: StreamDirection, at moment: Int) {
    guard let recovery else { return }
    let isSilent = lastGain < Self.faintest
    if let text = recovery.noteXrun(direction, at: moment, isSilent: isSilent) {
      report(.relapse, text)
    }
  }

  /// Frames that the card will never play.
  func dropped(_ samples: UnsafePointer<Float>, frames: Int, channelCount: Int) {
    for frame in 0..<frames {
      let number = samples[frame * channelCount], gain = samples[frame * channelCount + 1]
      if gain < Self.faintest { continue }
      let value = (number / gain / Payload.step).rounded()
      if value != droppedNumber { truth.unheardFrames += 1 }
      droppedNumber = value
    }
  }

  /// The card has played frames.
  ///
  /// - Parameter ago: frames since the end of the last of them, or `nil` where nobody can say.
  func played(_ samples: UnsafePointer<Float>, frames: Int, channelCount: Int, ago: Double?) {
    truth.playedFrames += frames
    var done = 0
    while done < frames {
      framesToCome = Double(frames - done) + (ago ?? 0)
      let place = samples + done * channelCount
      let quick = playedQuickly(place, frames: frames - done, channelCount: channelCount)
      done += quick > 0 ? quick : playedSlowly(place, frames: frames - done, channelCount)
    }
    world.trace.note(.play, 1, lastNumber, frames)
    if lastGain == 1 { lastSound = world.time.now }
    if let ago, lastGain == 1 { checkLatency(ago: ago) }
  }

  /// One of the frames that are looked at one by one was heard, or not.
  func noteRecovery(_ gain: Float, frame: Int) {
    guard let recovery, recovery.isWaiting else { return }
    let ago = (framesToCome - Double(frame)) * 1e9 / Double(source.clock.nominalRate)
    let moment = world.time.now - Int(ago)
    if gain < Self.faintest { return recovery.noteSilence(at: moment) }
    let number = rules.numbering == .whole ? lastNumber : Int.max
    if let text = recovery.noteSound(number, at: moment) {
      report(.recovery, text)
    }
  }

  private func checkLatency(ago: Double) {
    latency = source.frames(at: world.time.now) - Double(lastNumber + 1) - ago
    let known = latencies ?? latency...latency
    latencies = min(known.lowerBound, latency)...max(known.upperBound, latency)
    guard let band = rules.latency, !band.contains(latency) else {
      strayingSince = nil
      return
    }
    let since = strayingSince ?? world.time.now
    strayingSince = since
    if world.time.now - since > rules.settlingNanoseconds {
      report(
        .latency, "\(latency) frames instead of \(band), since \(Trace.seconds(since))")
      strayingSince = world.time.now
    }
  }
}
