internal import JSON

/// Reads a list of files.
///
/// Every mistake is named with its line. Lines and their number are bounded.
public struct BatchList {
  /// The longest line, in bytes.
  public static let lineLimit = 65_536
  /// The most files of a list.
  public static let itemLimit = 10_000_000

  private let name: String
  private let format: ListFormat

  /// - Parameter name: of the list, for messages.
  public init(name: String, format: ListFormat) {
    self.name = name
    self.format = format
  }

  /// The files of a list, in its order.
  ///
  /// Lines end with a line feed, or with a carriage return in front of it. Empty lines are skipped;
  /// in a text, those that begin with `#` as well.
  ///
  /// - Parameter bytes: the whole list, UTF-8.
  /// - Errors: `malformed`, naming the line.
  public func items(_ bytes: [UInt8]) throws(BatchError) -> [BatchItem] {
    var items: [BatchItem] = []
    var header: ListHeader?
    for (index, raw) in bytes.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated()
    {
      let place = ListPlace(name: name, line: index + 1)
      guard let line = try line(raw, isFirst: index == 0, place) else { continue }
      guard items.count < Self.itemLimit else {
        throw place.error("is beyond the \(Self.itemLimit) files that a list may have; split it")
      }
      switch format {
      case .text: if !line.hasPrefix("#") { items.append(BatchItem(input: line)) }
      case .jsonl: items.append(try BatchItem(fields(line, place), place))
      case .csv:
        let values = try CommaSeparated.values(line, place)
        if let header {
          items.append(try BatchItem(try header.fields(values, place), place))
        } else {
          header = try ListHeader(values, place)
        }
      }
    }
    guard items.isEmpty else { return items }
    throw BatchError(.malformed, "\(name): names no files; give one on each line")
  }

  /// A line's text; `nil` for one that is empty.
  private func line(
    _ raw: ArraySlice<UInt8>, isFirst: Bool, _ place: ListPlace
  ) throws(BatchError) -> String? {
    guard raw.count <= Self.lineLimit else {
      throw place.error("is longer than \(Self.lineLimit) bytes; is this a list?")
    }
    // An editor of another system begins a text with this mark.
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    var line = isFirst && raw.starts(with: mark) ? raw.dropFirst(3) : raw
    if line.last == 0x0D { line = line.dropLast() }
    guard !line.contains(0), let text = String(validating: line, as: UTF8.self) else {
      throw place.error("is not UTF-8 text; is this a list?")
    }
    return text.allSatisfy { $0 == " " || $0 == "\t" } ? nil : text
  }

  private func fields(
    _ line: String, _ place: ListPlace
  ) throws(BatchError) -> [ListField] {
    let value: JSONValue
    do throws(JSONError) {
      value = try JSONValue(parsing: line)
    } catch {
      throw place.error("is no object of JSON: column \(error.column): \(error.reason)")
    }
    guard let members = value.members else {
      throw place.error("is no object of JSON; write {\"in\": \"a.wav\"}, a line for each file")
    }
    return members.map { ListField(key: $0.key, value: .json($0.value)) }
  }
}

/// A line of a list, for messages.
struct ListPlace {
  let name: String
  let line: Int

  func error(_ words: String) -> BatchError {
    BatchError(.malformed, "\(name):\(line): \(words)")
  }
}

/// The first line of a table.
struct ListHeader {
  private let keys: [String]

  init(_ values: [String], _ place: ListPlace) throws(BatchError) {
    for (index, key) in values.enumerated() {
      try ListField.demandKnown(key, place)
      guard !values[..<index].contains(key) else {
        throw place.error("names the column \"\(key)\" twice; leave one out")
      }
    }
    guard values.contains("in") else {
      throw place.error("names no column \"in\", which holds the sound files; add it")
    }
    keys = values
  }

  /// An empty value is none.
  func fields(_ values: [String], _ place: ListPlace) throws(BatchError) -> [ListField] {
    guard values.count == keys.count else {
      throw place.error(
        "has \(values.count) values and the first line names \(keys.count) columns; make them equal"
      )
    }
    return zip(keys, values).filter { !$1.isEmpty }.map { ListField(key: $0, value: .text($1)) }
  }
}
