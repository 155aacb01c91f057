/// The version of both programs.
public enum ProgramVersion {
  /// As in a release's name.
  public static let current = "0.1.0"
}
