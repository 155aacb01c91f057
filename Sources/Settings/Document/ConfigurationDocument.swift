/// A configuration file's text with edits laid over it.
///
/// The text is never changed, so that a document saved and read again says the same: its text, and
/// its edits in order.
public struct ConfigurationDocument: Equatable, Sendable {
  /// Bytes that the path or the value of an edit may have.
  public static let editByteLimit = 4096

  /// The file's text.
  public let text: String
  /// The file's path, for messages and for paths relative to its folder.
  public let path: String
  /// The edits, each place once, in the order they were made.
  public private(set) var edits: [ConfigurationEdit] = []

  /// `text` without edits; nothing is checked before ``configuration()``.
  public init(text: String, path: String) {
    self.text = text
    self.path = path
  }

  /// The file at `path` without edits.
  ///
  /// - Throws: as ``Configuration/load(path:)`` for what can be seen without parsing.
  /// - Thread: any but audio; waits for the disk.
  public static func load(path: String) throws(ConfigurationErrors) -> ConfigurationDocument {
    ConfigurationDocument(text: try FileText.load(path), path: path)
  }

  /// The configuration that text and edits describe together.
  ///
  /// - Throws: every mistake at once. One in an edited value has no position, since the file's line
  ///   says something else; its message begins with the edit's path.
  /// - Complexity: linear in the text, times the number of edits.
  /// - Thread: any but audio.
  public func configuration() throws(ConfigurationErrors) -> Configuration {
    let (root, findings) = try nodes()
    var reader = ConfigurationReader(folder: FilePath.folder(of: path), findings: findings)
    guard let configuration = reader.read(root), reader.findings.isEmpty else {
      throw reader.findings.errors(source: text).naming(edits)
    }
    return configuration
  }

  /// The document with one more edit; an earlier one of the same place is forgotten.
  ///
  /// A key that is allowed but not written is added. Lists and sets of keys are not replaced, and
  /// stages keep their names, since paths begin with them.
  ///
  /// - Throws: every mistake of the edited document, so that what is returned has a configuration.
  /// - Thread: any but audio.
  public func edited(_ edit: ConfigurationEdit) throws(ConfigurationErrors)
    -> ConfigurationDocument
  {
    let root = try nodes().root
    let place = try place(of: edit, in: root)
    var document = self
    document.edits.removeAll { (try? EditPlace($0.path, in: root))?.steps == place.steps }
    document.edits.append(edit)
    _ = try document.configuration()
    return document
  }

  /// What is written or edited at `path`: a value in the file's words, or a list of values in
  /// brackets; `nil` for what is not written and for sets of keys.
  public func value(at path: String) -> String? {
    guard let root = try? nodes().root, let place = try? EditPlace(path, in: root) else {
      return nil
    }
    return place.node?.shownValue
  }
}

extension ConfigurationDocument {
  /// The nodes of the text with all edits in them, and what was refused on the way to them.
  private func nodes() throws(ConfigurationErrors) -> (root: Node, findings: Findings) {
    var (root, findings) = try parsed()
    for (index, edit) in edits.enumerated() {
      let place = try place(of: edit, in: root)
      let value = Node(content: .scalar(edit.value), position: .edit(index))
      root = root.setting(place.steps[...], to: value)
    }
    return (root, findings)
  }

  private func parsed() throws(ConfigurationErrors) -> (Node, Findings) {
    var findings = Findings(file: path)
    TextCheck.check(text, findings: &findings)
    guard findings.isEmpty else { throw findings.errors(source: text) }
    var document = DocumentReader(text, findings: findings)
    guard let root = document.read() else { throw document.findings.errors(source: text) }
    return (root, document.findings)
  }

  private func place(
    of edit: ConfigurationEdit, in root: Node
  ) throws(ConfigurationErrors) -> EditPlace {
    do throws(EditRefusal) {
      guard max(edit.path.utf8.count, edit.value.utf8.count) <= Self.editByteLimit else {
        throw EditRefusal("an edit's path and value have at most \(Self.editByteLimit) bytes")
      }
      let place = try EditPlace(edit.path, in: root)
      try place.checkSettable(to: edit.value)
      return place
    } catch {
      var findings = Findings(file: path)
      findings.report(error.message, at: nil, hint: error.hint)
      throw findings.errors(source: text)
    }
  }
}

extension SourcePosition {
  /// Where the value of an edit stands: in no line of the file.
  fileprivate static func edit(_ index: Int) -> SourcePosition {
    SourcePosition(line: 0, column: index)
  }
}

extension ConfigurationErrors {
  /// The mistakes with the path of an edit in place of its position.
  fileprivate func naming(_ edits: [ConfigurationEdit]) -> ConfigurationErrors {
    mapDiagnostics { diagnostic in
      guard let position = diagnostic.position, position.line == 0 else { return diagnostic }
      return Diagnostic(
        file: diagnostic.file, position: nil,
        message: "set \(edits[position.column].path): \(diagnostic.message)",
        hint: diagnostic.hint)
    }
  }
}
