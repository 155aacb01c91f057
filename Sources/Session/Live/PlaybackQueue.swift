internal import AudioDevices

/// What the playback device holds, as far as we know.
///
/// Some devices move their place only once a period. Between two moves time goes on, and so does what
/// is heard: it is at least as far as the device's clock has run since the latest move that was early
/// for its place.
struct PlaybackQueue {
  private let time: FrameTime
  private let bufferFrames: Int
  private let periodFrames: Int
  /// Frames written since the device was last empty.
  private var written: Int
  /// Frames that the device says it has played of them.
  private var told = 0
  /// Frames that it has played by time, never less than told.
  private var played = 0
  /// What the told places are multiples of; 0 before the first move.
  private var granularity = 0
  /// Moves that this was learnt from, as far as they count.
  private var moves = 0
  /// The moment for which all this holds.
  private(set) var nanoseconds = 0
  /// Played frames less the frames of time, at the telling that was the earliest for its place.
  private var lead: (frames: Int, since: Int)?
  private var movedAt: Int?
  /// When the device said `told`.
  private var toldAt = 0

  /// A device that runs and plays nothing for 200 ms stands still.
  private static var patience: Int { @_noLocks get { 200_000_000 } }

  /// - Parameter writtenFrames: what the device was filled with before its start.
  init(options: PlaybackOptions, writtenFrames: Int) {
    time = options.time
    bufferFrames = options.bufferFrames
    periodFrames = options.periodFrames
    written = writtenFrames
  }

  /// Frames written and not played.
  var frames: Int { @_noLocks get { written - played } }

  /// Frames that can be written.
  var room: Int { @_noLocks get { bufferFrames - (written - told) } }

  /// The device says what it holds; the answer says whether it stands still although it should run.
  /// What cannot be true tells the time and nothing else.
  @_noLocks
  mutating func note(_ level: StreamLevel, now: Int) -> Bool {
    nanoseconds = now
    guard level.isPlausible else {
      played = min(max(played, placeByTime(played, at: now)), written)
      return false
    }
    let before = told
    told = written - level.frames
    toldAt = min(level.nanoseconds, now)
    granularity = Self.greatestCommonDivisor(granularity, told < 0 ? 0 - told : told)
    if told != before { moves = min(moves + 1, 4) }
    let byTime = placeByTime(told, at: min(level.nanoseconds, now))
    played = min(max(told, byTime), min(told + grain - 1, written))
    if told != before || level.frames == 0 || movedAt == nil { movedAt = now }
    let stood = now - (movedAt ?? now)
    return stood > Self.patience + 2 * time.nanoseconds(periodFrames)
  }

  /// A few moves tell nothing yet: what they and the period have in common is on the safe side. Later
  /// the period is left out, or a card that moves by a millisecond would seem to move by what both
  /// have in common.
  private var grain: Int {
    @_noLocks get {
      moves < 4 ? Self.greatestCommonDivisor(periodFrames, granularity) : granularity
    }
  }

  /// Where the device is by now, if it was at a place at a moment.
  @_noLocks
  private mutating func placeByTime(_ place: Int, at moment: Int) -> Int {
    // A device that is slower than its name falls behind the time; 0.2 % are more than any is.
    if let lead {
      let passed = time.frames(moment - lead.since)
      if place >= lead.frames + passed - passed / 512 { self.lead = (place, moment) }
    } else {
      lead = (place, moment)
    }
    guard let lead else { return place }
    let passed = time.frames(nanoseconds - lead.since)
    return lead.frames + passed - passed / 512
  }

  @_noLocks
  private static func greatestCommonDivisor(_ a: Int, _ b: Int) -> Int {
    var (a, b) = (a, b)
    while b != 0 { (a, b) = (b, a % b) }
    return a
  }

  @_noLocks
  mutating func noteWritten(_ count: Int) { written += count }

  /// The device is empty, or is going to be.
  @_noLocks
  mutating func clear(now: Int) {
    written = 0
    told = 0
    played = 0
    nanoseconds = now
    toldAt = now
    lead = nil
    movedAt = nil
  }

  /// What it holds at least, if it has run since it last said the truth.
  @_noLocks
  func leastFrames(now: Int) -> Int {
    let passed = time.frames(now - toldAt)
    // A clock that is fast has played more than the time says; 0.2 % are more than any is.
    return max(written - told - passed - passed / 512, 0)
  }
}
