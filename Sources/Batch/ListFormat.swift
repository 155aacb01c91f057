/// How a list of files is written.
public enum ListFormat: String, CaseIterable, Sendable {
  /// A path on each line.
  case text
  /// An object of JSON on each line.
  case jsonl
  /// Values with commas between them, the first line naming the columns.
  case csv

  /// Told by a list's name, or by its first character where there is none.
  ///
  /// - Parameter name: `-` for standard input.
  public init(name: String, bytes: [UInt8]) {
    let ending = name.split(separator: "/").last?.split(separator: ".").dropFirst().last
    switch ending?.lowercased() {
    case "jsonl", "ndjson", "json": self = .jsonl
    case "csv": self = .csv
    case nil where bytes.first == UInt8(ascii: "{"): self = .jsonl
    default: self = .text
    }
  }
}
