internal import Glibc

/// Where kernel costs are kept between runs: one small file.
///
/// Nothing here is ever fatal: without the file, costs are measured again.
public struct CostCache: Sendable {
  /// Bytes that a record may have.
  private static let byteLimit = 4096

  /// The file's path.
  public let path: String

  /// A cache in a folder, which is created when something is saved.
  public init(folder: String) { path = folder + "/costs" }

  /// The place that the environment names: a service's own `$CACHE_DIRECTORY`, otherwise
  /// `convolved` in `$XDG_CACHE_HOME` or in `.cache` of `$HOME`. Paths that are not absolute do not
  /// count, as the XDG specification wants.
  ///
  /// - Returns: `nil` when the environment names none.
  public init?(environment: (String) -> String?) {
    func path(_ name: String) -> String? {
      // systemd lists all of a unit's folders, divided by colons.
      let value = environment(name)?.split(separator: ":").first.map(String.init)
      return value.flatMap { $0.hasPrefix("/") ? $0 : nil }
    }
    if let service = path("CACHE_DIRECTORY") {
      self.init(folder: service)
    } else if let user = path("XDG_CACHE_HOME") ?? path("HOME").map({ $0 + "/.cache" }) {
      self.init(folder: user + "/convolved")
    } else {
      return nil
    }
  }

  /// The place that this process's environment names.
  public static var current: CostCache? {
    CostCache { name in getenv(name).map { String(cString: $0) } }
  }

  /// What was saved for `subject`; `nil` when nothing was or it is damaged.
  public func load(_ subject: CostRecord.Subject) -> CostRecord? {
    readText(path, byteLimit: Self.byteLimit).flatMap { CostRecord(text: $0, subject: subject) }
  }

  /// Replaces the file in one step: a reader finds the old text or the new one.
  ///
  /// - Returns: why it could not be, in one sentence; `nil` when it was.
  public func save(_ record: CostRecord) -> String? {
    SavedText(path: path).save(record.text).map { "\($0); costs are measured anew at every start" }
  }
}
