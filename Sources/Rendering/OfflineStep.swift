/// Whether a render goes on.
public enum OfflineStep: Sendable {
  case proceed
  case cancel
}
