/// What is heard in place of a chain that cannot be heard: one that makes what is no sound, or takes
/// longer than the sound lasts.
public enum FaultResponse: Equatable, Sendable {
  /// Nothing.
  case mute
  /// The untouched input at this level, linear, above 0. Only with as many channels in as out.
  case bypass(gain: Float)
}
