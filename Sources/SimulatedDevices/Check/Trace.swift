/// What a simulation did, as a hash, and as text where that is wanted.
package final class Trace {
  /// What can be seen.
  package enum Event: String, CaseIterable, Sendable {
    case prepare, start, level, wait, read, write, silence, drain, stop
    case open, close, closed, world, step, play, violation
  }

  package private(set) var hash = TraceHash()
  /// What a session can see: all but what is played when, which depends on who looks.
  package private(set) var visibleHash = TraceHash()
  package private(set) var eventCount = 0
  /// Receives one line per event; the hash is the same with and without it.
  package var print: ((String) -> Void)?
  private let time: VirtualTime

  package init(time: VirtualTime) { self.time = time }

  /// Notes one event of one of the simulation's parts.
  ///
  /// - Parameter part: 0 capture, 1 playback, 2 control and the world.
  package func note(_ event: Event, _ part: Int, _ first: Int, _ second: Int = 0) {
    eventCount += 1
    hash.mix(time.now)
    hash.mix(event.number << 4 | part)
    hash.mix(first)
    hash.mix(second)
    if event != .play {
      visibleHash.mix(time.now)
      visibleHash.mix(event.number << 4 | part)
      visibleHash.mix(first)
      visibleHash.mix(second)
    }
    if let print { print(line(event, part, first, second)) }
  }

  private func line(_ event: Event, _ part: Int, _ first: Int, _ second: Int) -> String {
    let name = ["capture", "playback", "world"][part]
    return "\(Self.seconds(time.now)) \(name) \(event.rawValue) \(first) \(second)"
  }

  /// Seconds with nine decimals.
  package static func seconds(_ nanoseconds: Int) -> String {
    let digits = String(nanoseconds % 1_000_000_000)
    return "\(nanoseconds / 1_000_000_000)." + String(repeating: "0", count: 9 - digits.count)
      + digits
  }
}

extension Trace.Event {
  fileprivate var number: Int {
    switch self {
    case .prepare: 1
    case .start: 2
    case .level: 3
    case .wait: 4
    case .read: 5
    case .write: 6
    case .silence: 7
    case .drain: 8
    case .stop: 9
    case .open: 10
    case .close: 11
    case .closed: 12
    case .world: 13
    case .step: 14
    case .play: 15
    case .violation: 16
    }
  }
}
