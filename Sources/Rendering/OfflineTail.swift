/// What becomes of the sound after the input's end.
public enum OfflineTail: Equatable, Sendable {
  /// It rings out.
  case full
  /// It is cut: as many frames out as in.
  case cut
}
