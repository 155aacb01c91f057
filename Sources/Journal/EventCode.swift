/// What the daemon's log can tell: a closed table.
///
/// A code and its number mean the same for ever; one that is no longer used is not used anew.
/// `docs/messages.md` says what each means and what to do about it.
public enum EventCode: Int, CaseIterable, Sendable {
  // The daemon's own life.
  case ready = 0x01
  case stopping = 0x02
  case ended = 0x03
  case chainBuilt = 0x04
  case latency = 0x05
  case headroom = 0x06
  case costs = 0x07
  case memoryLocked = 0x08
  case memoryRefused = 0x09
  case watchdogWithheld = 0x0a
  case logDropped = 0x0b
  case eventsOverlooked = 0x0c

  // What it was told to do by a file.
  case configurationRefused = 0x100
  case configurationReloaded = 0x101
  case reloadRefused = 0x102
  case lastGoodUsed = 0x103
  case stateNotSaved = 0x104
  case heldBack = 0x105
  case soundFileRefused = 0x106

  // Devices.
  case deviceOpened = 0x200
  case deviceWaiting = 0x201
  case deviceLost = 0x202
  case soundStarted = 0x203
  case realtimeRefused = 0x204
  case clocksFollowed = 0x205
  case clocksSteered = 0x206
  case steeringRefused = 0x207
  case threadsRefused = 0x208
  case closeTimedOut = 0x209
  case sourceChanged = 0x20a
  case timeGap = 0x20b

  // The sound.
  case captureXrun = 0x300
  case playbackXrun = 0x301
  case captureSuspended = 0x302
  case playbackSuspended = 0x303
  case captureError = 0x304
  case playbackError = 0x305
  case captureStalled = 0x306
  case captureResumed = 0x307
  case playbackStalled = 0x308
  case starved = 0x309
  case realigned = 0x30a
  case latencyRaised = 0x30b
  case overflow = 0x30c
  case inputPoisoned = 0x30d
  case outputPoisoned = 0x30e
  case runaway = 0x30f
  case limited = 0x310
  case rateMismatch = 0x311
  case unmuted = 0x312
  case flushingLost = 0x313
  case offset = 0x314
  case bothXruns = 0x315
  case blocksLate = 0x316
  case inputStandsIn = 0x317
  case chainTooSlow = 0x318
  case chainCaughtUp = 0x319
  case helpersLate = 0x31a

  // What it was told to do by a client.
  case controlReady = 0x400
  case controlUnavailable = 0x401
  case commandDone = 0x402
  case commandRefused = 0x403
  case clientRefused = 0x404
  case clientTimedOut = 0x405
  case clientMisspoke = 0x406
  case clientFellBehind = 0x407
  case metricsReady = 0x408
  case metricsUnavailable = 0x409

  /// The code as logs, documents and metrics write it, such as `capture_xrun`.
  public var name: String {
    var words = ""
    for character in String(describing: self) {
      if character.isUppercase { words += "_" }
      words += character.lowercased()
    }
    return words
  }

  /// 32 hexadecimal digits, for `journalctl MESSAGE_ID=`: a random number whose last 16 bits are
  /// the event's.
  public var messageID: String {
    let digits = String(rawValue, radix: 16)
    return Self.family + String(repeating: "0", count: 4 - digits.count) + digits
  }

  private static let family = "b9d24f6c1e8a4b7793d05f2e8c61"
}
