/// What becomes of the sound after the input's end.
public enum OfflineTail: Equatable, Sendable {
  /// It rings out.
  case full
  /// It is cut after so many frames; 0 for as many frames out as in.
  case frames(Int)
  /// It is cut: as many frames out as in.
  public static let cut = OfflineTail.frames(0)

  /// Frames that are left of a tail.
  public func frames(of whole: Int) -> Int {
    switch self {
    case .full: whole
    case .frames(let most): min(whole, most)
    }
  }
}
