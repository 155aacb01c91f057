/// What the daemon is doing: a state machine without a clock or a device.
///
///     waiting ── started ─▶ playing ── interrupted ─▶ waiting
///     playing ── changeRequested ─▶ changing ── silent ─▶ waiting
///     playing, changing ── stopRequested ─▶ fading ── silent ─▶ closing ── closed ─▶ ended
///     waiting ── stopRequested ─▶ closing
public enum ServicePhase: Equatable, Sendable {
  /// For a device that is missing, busy or failing.
  case waiting
  case playing
  /// The sound is on its way out, to come back with another engine or between other devices.
  case changing
  /// A stop was asked for, and the sound is on its way out.
  case fading
  case closing
  case ended

  enum Event: Equatable {
    /// Both devices run.
    case started
    /// A device was given up.
    case interrupted
    case stopRequested
    /// Something is to be changed that cannot be changed while it plays.
    case changeRequested
    /// Both audio threads have ended.
    case silent
    /// Both devices are closed, or were left to themselves.
    case closed
  }

  /// Moves on.
  ///
  /// - Precondition: the event can happen in this phase.
  mutating func handle(_ event: Event) {
    switch (self, event) {
    case (.waiting, .started): self = .playing
    case (.playing, .interrupted): self = .waiting
    case (.playing, .changeRequested): self = .changing
    case (.changing, .silent): self = .waiting
    case (.playing, .stopRequested), (.changing, .stopRequested): self = .fading
    case (.fading, .silent): self = .closing
    case (.waiting, .stopRequested): self = .closing
    case (.closing, .closed): self = .ended
    default: preconditionFailure("\(event) cannot happen while \(self).")
    }
  }
}
