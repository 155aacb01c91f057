internal import Glibc

/// Where files without a name may lie for a while.
public enum TemporaryPlace {
  /// The folder that `TMPDIR` names, or `/tmp`.
  public static var folder: String {
    getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
  }
}
