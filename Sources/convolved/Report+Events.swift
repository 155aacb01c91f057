internal import AudioDevices
internal import Realtime
internal import Session
internal import SignalProcessing

/// The sentences about what happens while the daemon runs.
extension Report {
  static func event(_ event: ServiceEvent) -> String {
    switch event {
    case .opened(let side, let name, let format): device(side.rawValue, name, format)
    case .waiting(_, let error): waiting(error)
    case .lost(let side, let name, let fault):
      "\(name): \(fault.text); waiting for the \(side.rawValue) device"
    case .started(let outcome, let outcomes): "\(scheduling(outcomes)); \(start(outcome))"
    case .following(let frames):
      "the devices have a clock each: playback follows that of capture, \(frames) frames later"
    case .steering:
      "the devices have a clock each: the capture driver is run at the speed of playback"
    case .steeringRefused:
      "the capture driver does not change its speed; playback resamples instead"
    case .sourceChanged(let name):
      "\(name): what plays into it has another rate or format now; opening it again"
    case .timeGap(let nanoseconds):
      "nothing ran for \((Double(nanoseconds) * 1e-9).text(decimals: 1)) s: the machine was paused, or "
        + "too busy"
    case .refused(let error): "\(error.description); trying again"
    case .closeTimedOut: "a driver does not let go of its device; leaving it behind"
    case .overlooked(let count): "\(count) events were too many to be told"
    case .audio(let kind, let value): self.event(kind, value)
    }
  }

  static func phase(_ phase: ServicePhase) -> String {
    switch phase {
    case .waiting: "waiting for a device"
    case .playing: "playing"
    case .changing: "changing over to another configuration"
    case .fading, .closing, .ended: "stopping"
    }
  }

  /// What the service manager shows.
  static func status(_ operation: LiveOperation, _ standing: Standing) -> String {
    var parts = [phase(operation.service.phase), "generation \(operation.generation)"]
    if operation.isHeldBack { parts.append("held back after three crashes") }
    if operation.service.isMuted { parts.append("muted because of what the chain made") }
    if operation.service.standsIn { parts.append("the untouched input in place of the chain") }
    if operation.levels.isMuted { parts.append("muted") }
    if standing == .lastGood && operation.generation == 1 { parts.append(standing.rawValue) }
    return parts.joined(separator: ", ")
  }

  /// How a change ended.
  static func change(_ result: Result<ChangeReport, ChangeRefusal>) -> String {
    switch result {
    case .failure(let refusal):
      "nothing is changed, what was accepted before keeps running: \(refusal.message)"
    case .success(let report): "generation \(report.generation): \(effect(report.effect))"
    }
  }

  static func effect(_ effect: ChangeEffect) -> String {
    switch effect {
    case .none: "what is heard is the same"
    case .filters(1): "one filter fades over"
    case .filters(let count): "\(count) filters fade over"
    case .engine: "another engine fades in"
    case .restart(let sides) where sides.isEmpty: "the sound starts anew"
    case .restart(let sides):
      "the sound starts anew, \(sides.map(\.rawValue).sorted().joined(separator: " and ")) opened again"
    }
  }

  private static func waiting(_ error: DeviceError) -> String {
    switch error.kind {
    case .missing, .busy, .failed: "\(error.description); waiting for it"
    case .forbidden, .unsupported: error.description
    }
  }

  private static func start(_ outcome: DuplexOutcome) -> String {
    outcome == .linked ? "both devices started as one" : "devices started one by one"
  }

  static func event(_ kind: LiveEvent, _ value: Int) -> String {
    switch kind {
    case .captureError, .playbackError: "\(name(kind)) (errno \(value)); starting it again"
    case .realigned:
      value > 0
        ? "\(name(kind)): \(value) frames were too late and are dropped"
        : "\(name(kind)): \(-value) frames of silence put in"
    case .latencyRaised:
      "\(name(kind)) to \(value) frames, because playback ran dry five times in 10 s"
    case .overflow: "\(name(kind)): \(value) frames dropped"
    case .rateMismatch:
      "\(name(kind)) (\((Double(value) / 10_000).text(decimals: 1)) %); the output is muted until "
        + "SIGUSR1 or a new start; set audio.rate to what both run at"
    case .limited: "\(name(kind)): \(value) samples set to it"
    case .outputPoisoned, .runaway:
      "\(name(kind)); the output is muted until SIGUSR1 or a new start"
    case .inputStandsIn:
      "\(name(kind)); the untouched input is heard in its place until SIGUSR1 or a new start"
    default: name(kind)
    }
  }

  static func name(_ kind: LiveEvent) -> String {
    switch kind {
    case .captureXrun: "capture overran"
    case .playbackXrun: "playback ran dry in the driver"
    case .bothXruns: "capture overran and playback ran dry together: nothing ran for too long"
    case .captureSuspended: "the capture device slept"
    case .playbackSuspended: "the playback device slept"
    case .captureError: "the capture driver failed"
    case .playbackError: "the playback driver failed"
    case .captureStalled: "the capture device delivers nothing; playing silence"
    case .captureResumed: "the capture device delivers again"
    case .playbackStalled: "the playback device stands still; starting it again"
    case .starved: "a block came too late; playing silence in its place"
    case .realigned: "back to the latency"
    case .latencyRaised: "latency raised"
    case .overflow: "playback falls behind"
    case .inputPoisoned:
      "a block came in that is no sound (NaN, infinite, or above +120 dBFS); left out"
    case .inputStandsIn: name(.outputPoisoned)
    case .chainTooSlow:
      "the chain takes longer than the sound lasts; set a longer audio.period, shorten impulse "
        + "responses, or free the processor"
    case .chainCaughtUp: "the chain is fast enough again"
    case .outputPoisoned: "the chain made what is no sound (NaN, infinite, or above +120 dBFS)"
    case .runaway: "the output is more than 20 dB above its ceiling"
    case .rateMismatch: "one of the devices runs at another rate than it says"
    case .limited: "the output is above its ceiling"
    case .unmuted: "the output is heard again"
    case .offset: "an output has a constant offset above -40 dBFS; put a high-pass into the chain"
    case .flushingLost: "denormals were not flushed to zero any more; switched on again"
    }
  }
}
