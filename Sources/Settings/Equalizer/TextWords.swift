/// The words of one line, taken one after the other.
struct TextWords {
  /// A word with its place.
  struct Word {
    let text: String
    let position: SourcePosition
  }

  private var rest: ArraySlice<Word>
  /// Where the line ends.
  let end: SourcePosition

  /// The words of `text` that spaces and tabs separate.
  ///
  /// - Parameter column: of the text's first letter in its line.
  /// - Parameter mark: a sign that is a word of its own wherever it stands.
  init(_ text: Substring.UnicodeScalarView, line: Int, column: Int, mark: Unicode.Scalar? = nil) {
    var words: [Word] = []
    var word = String.UnicodeScalarView()
    var place = column
    func finish() {
      guard !word.isEmpty else { return }
      let start = SourcePosition(line: line, column: place - word.count)
      words.append(Word(text: String(word), position: start))
      word = String.UnicodeScalarView()
    }
    for scalar in text {
      if scalar == " " || scalar == "\t" || scalar == mark { finish() }
      if scalar == mark {
        words.append(
          Word(text: String(scalar), position: SourcePosition(line: line, column: place)))
      } else if scalar != " ", scalar != "\t" {
        word.append(scalar)
      }
      place += 1
    }
    finish()
    rest = words[...]
    end = SourcePosition(line: line, column: place)
  }

  /// The next word, which stays.
  var first: Word? { rest.first }

  /// The next word, taken.
  mutating func take() -> Word? { rest.popFirst() }

  /// Takes the next word if it is `text`, whatever its case.
  mutating func take(_ text: String) -> Bool {
    guard rest.first?.text.lowercased() == text.lowercased() else { return false }
    rest.removeFirst()
    return true
  }

  /// Takes a number and its unit, which may be written together, apart or not at all.
  ///
  /// - Returns: `nil` after a report.
  mutating func number(_ name: String, unit: String, findings: inout Findings) -> (
    value: Double, position: SourcePosition
  )? {
    guard let word = take() else {
      findings.report("\(name) has no number", at: end, hint: Self.hint(name, unit))
      return nil
    }
    guard let number = DecimalNumber(Self.pointed(word.text)) else {
      findings.report(
        "\(name) is \(word.text.quoted), which is not a number", at: word.position,
        hint: Self.hint(name, unit))
      return nil
    }
    if number.suffix.isEmpty {
      if !unit.isEmpty { _ = take(unit) }
    } else if number.suffix.lowercased() != unit.lowercased() {
      findings.report(
        "\(name) is \(word.text.quoted), which is not a number", at: word.position,
        hint: Self.hint(name, unit))
      return nil
    }
    return (number.value, word.position)
  }

  private static func hint(_ name: String, _ unit: String) -> String {
    "write, for example, \(name) 4.2\(unit.isEmpty ? "" : " \(unit)")"
  }

  /// The number with a point for the decimal sign: REW writes what its user's country does, and
  /// groups thousands by commas where the sign is a point.
  private static func pointed(_ text: String) -> String {
    let hasPoint = text.utf8.contains(UInt8(ascii: "."))
    return String(
      String.UnicodeScalarView(
        text.unicodeScalars.compactMap { scalar in
          scalar == "," ? (hasPoint ? nil : ".") : scalar
        }))
  }
}
