internal import JSON

/// What a watcher knows of the daemon: the newest of all, and the highest levels of late.
struct WatchState {
  private(set) var status: CtlReply
  /// The newest meters; those of the status before the first.
  private(set) var meters: CtlReply
  /// When the status was asked for, in nanoseconds of the monotonic clock.
  private(set) var askedAt: Int
  private var holds: [Channel: Hold] = [:]
  private var second: [Channel: Double] = [:]

  /// A channel of the inputs or outputs.
  struct Channel: Hashable {
    let side: String
    let name: String
  }

  private struct Hold {
    var level: Double
    var since: Int
  }

  /// So long a peak stays to be seen.
  private static let holdNanoseconds = 2_000_000_000

  init(status: CtlReply, now: Int) {
    self.status = status
    meters = status
    askedAt = now
  }

  mutating func take(status: CtlReply, now: Int) {
    self.status = status
    askedAt = now
  }

  /// Takes an event in, of any topic.
  mutating func take(_ event: JSONValue, now: Int) {
    if event["event"] == "state" {
      // What it does not tell stays.
      let news = (event.members ?? []).filter { $0.key != "event" }
      let kept = (status.json.members ?? []).filter { event[$0.key] == nil }
      status = CtlReply(json: .object(kept + news))
    } else if event["event"] == "meters" {
      meters = CtlReply(json: event)
      for (channel, reading) in channels {
        let level = reading["peak"]?.number ?? -.infinity
        second[channel] = max(second[channel] ?? -.infinity, level)
        hold(channel, level, now)
      }
    }
  }

  private mutating func hold(_ channel: Channel, _ level: Double, _ now: Int) {
    if let held = holds[channel], held.level > level, now - held.since < Self.holdNanoseconds {
      return
    }
    holds[channel] = Hold(level: level, since: now)
  }

  /// All channels of the newest meters, inputs first, each with its levels.
  var channels: [(channel: Channel, reading: JSONValue)] {
    [("in", "inputs"), ("out", "outputs")].flatMap { side, key in
      (meters[key]?.elements ?? []).map { reading in
        (Channel(side: side, name: reading["name"]?.plain ?? ""), reading)
      }
    }
  }

  /// The highest peak of the last two seconds, in dB.
  func held(_ channel: Channel) -> Double { holds[channel]?.level ?? -.infinity }

  /// This state with the highest peaks since this was asked last.
  mutating func takeSecond() -> (state: WatchState, peaks: [Channel: Double]) {
    defer { second = [:] }
    return (self, second)
  }
}
