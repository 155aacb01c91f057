/// Whether a render goes on.
public enum OfflineStep: Sendable {
  /// To its end, or until it is asked again.
  case proceed
  /// No further: what is under way is given up.
  case cancel
}
