/// The names of what is written.
///
/// An output is named as its input, without the folders that all inputs have in common.
public struct OutputNames: Sendable {
  private let folder: String
  private let ending: String?
  private let isAbsolute: Bool
  private let commonFolder: [Substring]

  /// - Parameter folder: where the outputs go.
  /// - Parameter ending: in place of the inputs' own, without a dot; `nil` keeps it.
  /// - Parameter items: the whole list.
  public init(folder: String, ending: String?, items: [BatchItem]) {
    self.folder = folder
    self.ending = ending
    let unnamed = items.lazy.filter { $0.output == nil }
    let first = unnamed.first.map { PlainPath($0.input) }
    isAbsolute = first?.isAbsolute ?? false
    var common = first.map { Array($0.folder) } ?? []
    for item in unnamed {
      let path = PlainPath(item.input)
      let shared = zip(common, path.folder).prefix { $0 == $1 }.count
      common.removeLast(common.count - (path.isAbsolute == isAbsolute ? shared : 0))
      if common.isEmpty { break }
    }
    commonFolder = common
  }

  /// The name for an item.
  ///
  /// - Parameter response: which is added to the name where each input meets several.
  /// - Errors: `conflict` for what would leave the folder.
  public func name(of item: BatchItem, response: String?) throws(BatchError) -> String {
    if let output = item.output {
      return output.hasPrefix("/") ? output : joined(PlainPath(output).parts)
    }
    var parts = PlainPath(item.input).parts
    parts.removeFirst(min(commonFolder.count, max(parts.count - 1, 0)))
    guard !parts.contains(".."), let name = parts.popLast() else {
      throw BatchError(
        .conflict,
        "\(item.input): its name leads out of \(folder); give its output as \"out\" in the list")
    }
    let (stem, own) = Self.split(name)
    let added = response.map { "-" + Self.split(PlainPath($0).parts.last ?? "").stem } ?? ""
    let ending = ending.map { "." + $0 } ?? own
    return joined(parts + ["\(stem)\(added)\(ending)"])
  }

  private func joined(_ parts: [Substring]) -> String {
    let name = parts.joined(separator: "/")
    return folder.isEmpty ? name : folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
  }

  /// A name and its ending with the dot; a dot in front begins no ending.
  private static func split(_ name: Substring) -> (stem: Substring, ending: Substring) {
    guard let dot = name.lastIndex(of: "."), dot > name.startIndex else { return (name, "") }
    return (name[..<dot], name[dot...])
  }

  /// Refuses two inputs that would be written to the same file.
  ///
  /// - Parameter works: with the names of what is written.
  public static func demandDistinct(
    _ works: [(input: String, output: String)]
  ) throws(BatchError) {
    var writers: [String: String] = [:]
    writers.reserveCapacity(works.count)
    for (input, output) in works {
      guard let other = writers.updateValue(input, forKey: PlainPath(output).text) else { continue }
      throw BatchError(
        .conflict,
        """
        \(output): would be written for \(other) and for \(input); give each a name of its own \
        as "out" in the list
        """)
    }
  }
}
