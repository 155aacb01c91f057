internal import JSON

/// What a file that was written and a run that goes on differ in.
public struct ChoiceDifference: Equatable, Sendable {
  /// With what it was written, in a sentence: `with --wet -6`, `without --wet`, `with seed 3`.
  public let before: String
  /// With what the run goes on.
  public let now: String

  /// An option of the whole run.
  fileprivate init(option name: String, _ before: JSONValue?, _ now: JSONValue?) {
    self.before = Self.words(name, before)
    self.now = Self.words(name, now)
  }

  /// What was chosen for the file.
  fileprivate init(choice key: String, _ before: JSONValue?, _ now: JSONValue?) {
    self.before = "with \(key) \(before ?? .null)"
    self.now = "with \(now ?? .null)"
  }

  private static func words(_ name: String, _ value: JSONValue?) -> String {
    guard let value else { return "without --\(name)" }
    return value.text.map { "with --\(name) \($0)" } ?? "with --\(name)"
  }
}

extension FinishedWork.Entry {
  /// What the file was written with and a line of the same place is not, or the other way round: an
  /// option before what was chosen because of it. `nil` when there is nothing.
  public func difference(from other: ManifestLine) -> ChoiceDifference? {
    if line.hasPrefix(other.beginning) { return nil }
    // Both parsed: a number that was made and one that was read need not be equal.
    guard let written = try? JSONValue(parsing: line),
      let wanted = try? JSONValue(parsing: other.json.description)
    else { return nil }
    let before = written["options"]?.members ?? [], now = wanted["options"]?.members ?? []
    for name in (before + now).map(\.key) {
      let (old, new) = (before.value(of: name), now.value(of: name))
      if old != new { return ChoiceDifference(option: name, old, new) }
    }
    // What is random follows from the seed.
    let keys = ["seed"] + other.choices.map(\.key)
    for key in keys where key != "options" && written[key] != wanted[key] {
      return ChoiceDifference(choice: key, written[key], wanted[key])
    }
    return nil
  }
}

extension [JSONValue.Member] {
  fileprivate func value(of key: String) -> JSONValue? { first { $0.key == key }?.value }
}
