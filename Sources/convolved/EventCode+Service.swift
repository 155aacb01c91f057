internal import AudioDevices
internal import Journal
internal import Logging
internal import Realtime
internal import Session

/// The codes of what happens to the service.
extension EventCode {
  init(_ event: ServiceEvent) {
    self =
      switch event {
      case .opened: .deviceOpened
      case .waiting: .deviceWaiting
      case .lost: .deviceLost
      case .started(_, let scheduling):
        Self.hasRefusal(scheduling) ? .realtimeRefused : .soundStarted
      case .following: .clocksFollowed
      case .steering: .clocksSteered
      case .steeringRefused: .steeringRefused
      case .refused: .threadsRefused
      case .closeTimedOut: .closeTimedOut
      case .sourceChanged: .sourceChanged
      case .timeGap: .timeGap
      case .overlooked: .eventsOverlooked
      case .audio(let kind, _): EventCode(kind)
      }
  }

  private static func hasRefusal(_ outcomes: [SchedulingOutcome]) -> Bool {
    outcomes.contains { if case .normal = $0 { true } else { false } }
  }

  init(_ kind: LiveEvent) {
    self =
      switch kind {
      case .captureXrun: .captureXrun
      case .bothXruns: .bothXruns
      case .playbackXrun: .playbackXrun
      case .captureSuspended: .captureSuspended
      case .playbackSuspended: .playbackSuspended
      case .captureError: .captureError
      case .playbackError: .playbackError
      case .captureStalled: .captureStalled
      case .captureResumed: .captureResumed
      case .playbackStalled: .playbackStalled
      case .starved: .starved
      case .realigned: .realigned
      case .latencyRaised: .latencyRaised
      case .overflow: .overflow
      case .inputPoisoned: .inputPoisoned
      case .outputPoisoned: .outputPoisoned
      case .runaway: .runaway
      case .inputStandsIn: .inputStandsIn
      case .chainTooSlow: .chainTooSlow
      case .chainCaughtUp: .chainCaughtUp
      case .limited: .limited
      case .rateMismatch: .rateMismatch
      case .unmuted: .unmuted
      case .flushingLost: .flushingLost
      case .offset: .offset
      }
  }
}

extension ServiceEvent {
  /// What goes with it, for machines.
  var metadata: Logger.Metadata {
    switch self {
    case .opened(let side, let name, let format):
      ["side": "\(side.rawValue)", "device": "\(name)", "rate": "\(format.sampleRate)"]
    case .waiting(let side, let error):
      ["side": "\(side.rawValue)", "device": "\(error.device)", "reason": "\(error.kind)"]
    case .sourceChanged(let name): ["side": "capture", "device": "\(name)"]
    case .timeGap(let nanoseconds): ["value": "\(nanoseconds / 1_000_000)"]
    case .lost(let side, let name, _): ["side": "\(side.rawValue)", "device": "\(name)"]
    case .audio(_, let value) where value != 0: ["value": "\(value)"]
    case .audio, .started, .following, .steering, .steeringRefused, .refused, .closeTimedOut,
      .overlooked:
      [:]
    }
  }
}
