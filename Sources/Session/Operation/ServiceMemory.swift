internal import Glibc
public import Settings

/// What a service keeps between two runs: levels, the last configuration that worked, and whether it
/// ended well.
///
/// Nothing here is ever fatal: what cannot be read was never there, and what cannot be written is told.
/// Thread: any but audio, one at a time.
public struct ServiceMemory: Sendable {
  private let folder: String

  /// Bytes that a saved configuration may have: the longest one and its head.
  private static let byteLimit = Configuration.byteLimit + 8192

  /// - Parameter folder: made when something is saved.
  public init(folder: String) { self.folder = folder }

  /// The folder that the service manager gives to this service; `nil` when it gives none.
  public static func folder(environment: (String) -> String?) -> String? {
    // systemd lists all of a unit's folders, divided by colons.
    let value = environment("STATE_DIRECTORY")?.split(separator: ":").first.map(String.init)
    return value.flatMap { $0.hasPrefix("/") ? $0 : nil }
  }

  // MARK: - Levels

  public func levels() -> ServiceLevels? {
    readText(folder + "/levels", byteLimit: 4096).flatMap(ServiceLevels.init(text:))
  }

  /// - Returns: why they could not be saved, in one sentence; `nil` when they were.
  public func save(_ levels: ServiceLevels) -> String? {
    SavedText(path: folder + "/levels").save(levels.text)
      .map { "\($0); volume and mute are not remembered" }
  }

  // MARK: - The last good configuration

  /// The text of the configuration that was accepted last, as if it stood at its old path.
  public func lastGood() -> ConfigurationDocument? {
    guard let saved = readText(folder + "/last-good.yaml", byteLimit: Self.byteLimit),
      let end = saved.firstIndex(of: "\n"), saved.hasPrefix(Self.head)
    else { return nil }
    return ConfigurationDocument(
      text: String(saved[saved.index(after: end)...]),
      path: String(saved[..<end].dropFirst(Self.head.count)))
  }

  /// - Returns: why it could not be saved, in one sentence; `nil` when it was.
  public func saveLastGood(_ document: ConfigurationDocument) -> String? {
    SavedText(path: folder + "/last-good.yaml")
      .save("\(Self.head)\(document.path)\n\(document.text)")
      .map { "\($0); a start with a broken configuration will have nothing to fall back to" }
  }

  private static let head = "# What convolved accepted last, of "

  // MARK: - Starts

  /// Notes a start.
  ///
  /// - Parameter now: seconds of the clock on the wall.
  /// - Returns: whether the service starts again and again without ever ending well.
  public func noteStart(of document: ConfigurationDocument, now: Int) -> StartVerdict {
    let past = readText(folder + "/starts", byteLimit: 4096).flatMap(StartRecord.init(text:))
    let record = (past ?? StartRecord()).noting(text: document.text, now: now)
    // A folder that takes nothing is told when the configuration is saved, right after.
    _ = SavedText(path: folder + "/starts").save(record.text)
    return record.verdict
  }

  /// Notes an end that was meant.
  public func noteEnd() { unlink(folder + "/starts") }
}
