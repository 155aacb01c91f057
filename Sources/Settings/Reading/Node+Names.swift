/// A channel's or stage's name with its place in the file.
struct PlacedName {
  /// The name.
  let name: String
  /// Where it is written.
  let position: SourcePosition
}

extension Node {
  /// A name of a channel or a stage: 1 to 64 printable signs without spaces around them.
  func placedName(_ key: String, findings: inout Findings) -> PlacedName? {
    guard let text = text(key, findings: &findings) else { return nil }
    return PlacedName.checked(text, key, at: position, findings: &findings)
  }

  /// A list of different names; one name alone is a list of one.
  ///
  /// - Returns: the names that are right, or `nil` if this is no list or has nothing right in it.
  func placedNames(_ key: String, findings: inout Findings) -> [PlacedName]? {
    let elements: [Node]
    switch content {
    case .sequence(let nodes): elements = nodes
    default: elements = [self]
    }
    guard !elements.isEmpty else {
      findings.report("\(key) is an empty list; it must name a channel", at: position)
      return nil
    }
    var names: [PlacedName] = []
    for element in elements {
      guard let name = element.placedName(key, findings: &findings) else { continue }
      names.appendIfNew(name, to: key, findings: &findings)
    }
    return names.isEmpty ? nil : names
  }
}

extension PlacedName {
  /// The name `text`, or `nil` after reporting what is wrong with it.
  static func checked(
    _ text: String, _ key: String, at position: SourcePosition, findings: inout Findings
  ) -> PlacedName? {
    let scalars = text.unicodeScalars
    let isSpaced = scalars.first == " " || scalars.last == " "
    let isPrintable = scalars.allSatisfy(SourceText.isPrintable)
    guard (1...64).contains(scalars.count), !isSpaced, isPrintable else {
      findings.report(
        "\(key) has the name \(text.quoted); a name has 1 to 64 printable signs and no space at "
          + "either end",
        at: position)
      return nil
    }
    return PlacedName(name: text, position: position)
  }
}

extension [PlacedName] {
  /// The names alone.
  var names: [String] { map(\.name) }

  /// Adds `name`, or reports that it is there already.
  mutating func appendIfNew(_ name: PlacedName, to key: String, findings: inout Findings) {
    guard !contains(where: { $0.name == name.name }) else {
      findings.report(
        "\(key) names \(name.name.quoted) twice", at: name.position, hint: "keep one of them")
      return
    }
    append(name)
  }
}
