internal import JSON

/// What an earlier run's manifest says is done.
public struct FinishedWork: Sendable {
  /// A file that was written.
  public struct Entry: Equatable, Sendable {
    /// The line as it stands in the manifest, without its end.
    public let line: String
    /// The sound file.
    public let input: String
    /// The file that was written.
    public let output: String
    /// The output's length.
    public let byteCount: Int
    /// The input's length; `nil` where an older program wrote the line.
    public let inputByteCount: Int?
    /// What was read apart from the input; `nil` where an older program wrote the line.
    public let applied: [AppliedFile]?
  }

  /// By place in the whole list.
  public private(set) var entries: [Int: Entry] = [:]
  /// Whether the last line broke off, as when the program was killed.
  public private(set) var isTorn = false

  /// Nothing is done.
  public init() {}

  /// - Parameter name: the manifest's, for messages.
  /// - Parameter bytes: all of it. Where a place comes several times, the last line counts; what
  ///   failed is to be done again.
  /// - Errors: `malformed` for a line other than the last that is none of a manifest.
  public init(name: String, _ bytes: [UInt8]) throws(BatchError) {
    let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() where !line.isEmpty {
      // Whatever is complete ends with a line feed.
      if index == lines.count - 1 {
        isTorn = true
        break
      }
      try add(line, ListPlace(name: name, line: index + 1))
    }
  }

  /// A manifest's lines, the last one for each place, by place.
  ///
  /// - Errors: `malformed` for a line that is none of a manifest.
  public static func inOrder(name: String, _ bytes: [UInt8]) throws(BatchError) -> [UInt8] {
    var lines: [Int: ArraySlice<UInt8>] = [:]
    for (index, line) in bytes.split(separator: 0x0A).enumerated() {
      let place = ListPlace(name: name, line: index + 1)
      guard let number = try value(line, place)["place"]?.integer else { throw foreign(place) }
      lines[number] = line
    }
    return lines.sorted { $0.key < $1.key }.flatMap { $0.value + [0x0A] }
  }

  private static func value(
    _ line: ArraySlice<UInt8>, _ place: ListPlace
  ) throws(BatchError) -> JSONValue {
    do throws(JSONError) { return try JSONValue(parsing: Array(line)) } catch {
      throw foreign(place)
    }
  }

  private mutating func add(
    _ line: ArraySlice<UInt8>, _ place: ListPlace
  ) throws(BatchError) {
    let value = try Self.value(line, place)
    guard value["v"]?.integer == 1, value["options"]?.members != nil,
      let number = value["place"]?.integer,
      let isDone = value["ok"]?.bool, let input = value["in"]?.text,
      let output = value["out"]?.text
    else { throw Self.foreign(place) }
    entries[number] = nil
    if isDone {
      guard let byteCount = value["bytes"]?.integer else { throw Self.foreign(place) }
      entries[number] = Entry(
        line: String(decoding: line, as: UTF8.self), input: input, output: output,
        byteCount: byteCount, inputByteCount: value["bytes_in"]?.integer,
        applied: try Self.applied(value, place))
    }
  }

  private static func applied(
    _ line: JSONValue, _ place: ListPlace
  ) throws(BatchError) -> [AppliedFile]? {
    guard let members = line["applied"]?.members else { return nil }
    let files = members.compactMap(AppliedFile.init)
    // What could not be read could not be compared.
    guard files.count == members.count else { throw foreign(place) }
    return files
  }

  private static func foreign(_ place: ListPlace) -> BatchError {
    place.error("is no line of a manifest; move the file away or name another manifest")
  }
}
