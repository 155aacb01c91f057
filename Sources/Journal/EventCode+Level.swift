public import Logging

extension EventCode {
  /// How grave it is: an error stops the sound or refuses what was asked for, a warning is heard or
  /// may be soon, a notice changes what is heard because someone wanted it, information is the rest.
  public var level: Logger.Level {
    switch self {
    case .outputPoisoned, .runaway, .inputStandsIn:
      .critical
    case .watchdogWithheld, .configurationRefused, .soundFileRefused, .reloadRefused, .deviceLost,
      .threadsRefused, .rateMismatch, .chainTooSlow:
      .error
    case .blocksLate, .helpersLate, .heldBack, .memoryRefused, .logDropped, .eventsOverlooked,
      .lastGoodUsed,
      .stateNotSaved, .deviceWaiting, .realtimeRefused, .steeringRefused, .closeTimedOut,
      .captureXrun,
      .playbackXrun, .captureSuspended, .playbackSuspended, .captureError, .playbackError,
      .captureStalled, .playbackStalled, .starved, .realigned, .latencyRaised, .overflow,
      .inputPoisoned, .limited, .bothXruns, .timeGap, .flushingLost, .offset, .controlUnavailable,
      .commandRefused, .clientRefused, .clientTimedOut, .clientMisspoke, .clientFellBehind,
      .metricsUnavailable:
      .warning
    case .ready, .stopping, .configurationReloaded, .unmuted, .chainCaughtUp, .commandDone:
      .notice
    case .ended, .chainBuilt, .latency, .headroom, .costs, .memoryLocked, .deviceOpened,
      .soundStarted, .sourceChanged, .clocksFollowed, .clocksSteered, .captureResumed,
      .controlReady, .metricsReady:
      .info
    }
  }
}
