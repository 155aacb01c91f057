/// A line of values with commas between them.
///
/// - Source: RFC 4180; a line feed within quotes is not allowed.
enum CommaSeparated {
  static func values(_ line: String, _ place: ListPlace) throws(BatchError) -> [String] {
    var values: [String] = []
    var rest = Substring(line)
    while true {
      let value = rest.first == "\"" ? try quoted(&rest, place) : bare(&rest)
      values.append(value)
      guard let next = rest.popFirst() else { return values }
      guard next == "," else {
        throw place.error("has \"\(next)\" behind a closing quote; only a comma may follow it")
      }
    }
  }

  private static func bare(_ rest: inout Substring) -> String {
    let value = rest.prefix { $0 != "," }
    rest = rest[value.endIndex...]
    return String(value)
  }

  /// A quote within is written twice.
  private static func quoted(
    _ rest: inout Substring, _ place: ListPlace
  ) throws(BatchError) -> String {
    rest.removeFirst()
    var value = ""
    while let next = rest.popFirst() {
      if next != "\"" {
        value.append(next)
      } else if rest.first == "\"" {
        value.append(rest.removeFirst())
      } else {
        return value
      }
    }
    throw place.error("has a quote that is not closed on the same line; close it")
  }
}
