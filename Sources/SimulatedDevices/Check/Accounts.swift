/// What crossed the devices in a run, counted where nobody can be wrong about it. Frames.
package struct Accounts: Equatable, Sendable {
  /// Read by the session.
  package var capturedFrames = 0
  /// Missing between two periods that were read, and how often.
  package var missedFrames = 0
  package var missCount = 0
  /// Written as sound, and as silence.
  package var writtenFrames = 0
  package var silentFrames = 0
  /// Of the silence, what the control thread wrote before a session began.
  package var prefillFrames = 0
  /// Whether it is the control thread that calls the devices.
  package var isControl = false
  /// Played, and dropped with the buffer of a card that stopped.
  package var playedFrames = 0
  package var unplayedFrames = 0
  package var stopCount = 0
  /// Of the frames dropped, those that carried a number not dropped before them.
  package var unheardFrames = 0
  /// Heard with a number.
  package var soundFrames = 0
  /// Heard again, fading.
  package var heldFrames = 0
  /// Missing between two frames that were heard, and how often.
  package var gapFrames = 0
  package var gapCount = 0
  /// The first number heard.
  package var firstNumber = -1
  private var nextNumber = -1

  package init() {}

  mutating func noteCaptured(from number: Int, frames: Int) {
    capturedFrames += frames
    if nextNumber >= 0 && number != nextNumber {
      missedFrames += number - nextNumber
      missCount += 1
    }
    nextNumber = number + frames
  }

  /// What is captured next follows nothing: a session has begun.
  package mutating func beginSession() { nextNumber = -1 }
}

/// What a session says became of the frames.
package struct SessionAccounts: Equatable, Sendable {
  /// Read from the capture device and rendered.
  package var renderedFrames = 0
  /// Whether frames were lost that nobody can count: the position stood still.
  package var hasUncountedLoss = false
  /// Rendered from silence because the capture device gave nothing.
  package var substituteFrames = 0
  /// Lost while the capture device was being started again; by its clock.
  package var lostFrames = 0
  /// Read while the driver said nothing true of its level: what is lost next is told by a clock that
  /// has gone wrong meanwhile.
  package var untimedFrames = 0
  /// Dropped because the ring was full.
  package var overflowFrames = 0
  /// Rendered, and not fit to be heard.
  package var withheldFrames = 0
  /// Dropped to come back to the latency.
  package var lateFrames = 0
  /// Written and not played; by its clock.
  package var unplayedFrames = 0
  /// In the ring at the end.
  package var leftoverFrames = 0
  /// Put in where there was nothing to play.
  package var fillerFrames = 0
  /// Put in to come back to the latency.
  package var paddingFrames = 0

  package init() {}
}

extension Accounts {
  /// What is wrong with a session's books, one sentence each.
  ///
  /// - Parameter clockError: frames by which a clock's estimate may be off, per incident.
  /// - Parameter clockShare: of so many frames a clock is wrong by one.
  /// - Parameter conversion: what a resampler between the devices may change of their number.
  /// - Parameter faintFrames: frames played too softly to be told, or as silence, per edge of sound.
  package func discrepancies(
    with session: SessionAccounts, clockError: Int, clockShare: Int = 500, faintFrames: Int = 0,
    conversion: Conversion = .none
  ) -> [String] {
    var found: [String] = []
    func check(_ what: String, _ said: Int, _ true_: Int, within bound: Int) {
      if abs(said - true_) > bound {
        found.append("\(what): \(said) by the session, \(true_) by the devices, ±\(bound)")
      }
    }
    check("rendered", session.renderedFrames, capturedFrames, within: 0)
    // Half of it where time alone has told when a block was captured: it does not begin with a step.
    let lossError =
      clockError * missCount + (missedFrames + session.overflowFrames) / clockShare
      + session.untimedFrames / (2 * clockShare)
    if !session.hasUncountedLoss {
      check("lost in capture", session.lostFrames, missedFrames, within: lossError)
    }
    // Never more: how much less depends on when the card stopped, which it does not say.
    let unplayed = max(session.unplayedFrames, unplayedFrames)
    check("unplayed", unplayed, unplayedFrames, within: clockError * stopCount)
    let into =
      session.renderedFrames + session.substituteFrames + session.fillerFrames
      + session.paddingFrames + prefillFrames
    let out =
      writtenFrames + silentFrames + session.overflowFrames + session.lateFrames
      + session.leftoverFrames + session.withheldFrames
    let edges = 2 + gapCount + stopCount
    let stretched = conversion.bound(frames: into, edges: edges)
    check("in and out", into, out, within: stretched)
    let missed = unheardDiscrepancy(
      with: session, edges: edges, faintFrames: faintFrames, stretched: stretched)
    return found + [missed].compactMap(\.self)
  }

  private func unheardDiscrepancy(
    with session: SessionAccounts, edges: Int, faintFrames: Int, stretched: Int
  ) -> String? {
    let unheard = capturedFrames - (soundFrames - heldFrames) - unheardFrames
    let counted =
      session.overflowFrames + session.lateFrames + session.leftoverFrames
      + session.withheldFrames
    // What took the place of sound has no number of its own, and may be among what was dropped.
    let placeholders = session.substituteFrames + session.fillerFrames
    let most = counted + edges * faintFrames + stretched
    guard unheard < counted - placeholders - stretched || unheard > most else { return nil }
    return
      "unheard: \(counted) counted by the session, \(unheard) missed by the ear, at \(edges) edges"
  }
}

extension Accounts {
  /// How a resampler changes the number of frames.
  package struct Conversion: Equatable, Sendable {
    /// One frame of so many at most is added or left out; 0 for none.
    package let share: Int
    /// What is in it when a sound ends.
    package let heldFrames: Int

    package static let none = Conversion(share: 0, heldFrames: 0)
    /// Clocks 1,500 ppm apart on either side, and a loop that settles.
    package static let resampled = Conversion(share: 250, heldFrames: 200)

    func bound(frames: Int, edges: Int) -> Int {
      share == 0 ? 0 : frames / share + heldFrames * edges
    }
  }
}
