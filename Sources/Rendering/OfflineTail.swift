/// What becomes of the sound after the input's end.
public enum OfflineTail: Equatable, Sendable {
  /// It rings out.
  case full
  /// It is cut after so many frames; 0 for as many frames out as in.
  case frames(Int)
  /// It is cut: as many frames out as in.
  public static let cut = OfflineTail.frames(0)
}

extension OfflineTail {
  /// How much of a tail is wanted.
  public func frames(of tailFrames: Int) -> Int {
    switch self {
    case .full: tailFrames
    case .frames(let most): min(tailFrames, most)
    }
  }
}
