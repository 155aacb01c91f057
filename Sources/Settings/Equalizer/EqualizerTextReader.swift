/// Reads the lines of an equaliser's text and reports every mistake.
struct EqualizerTextReader {
  /// The mistakes so far.
  private(set) var findings: Findings
  private let sampleRate: Int
  private var equalizer = EqualizerText()
  private var curveLine: Int?

  init(path: String, sampleRate: Int) {
    findings = Findings(file: path)
    self.sampleRate = sampleRate
  }

  /// What the lines of `text` ask for; worthless if there are findings.
  mutating func read(_ text: String) -> EqualizerText {
    var isHeading = false
    var isEmpty = true
    for (index, line) in SourceText.lines(of: text).enumerated() {
      let content = line.drop { $0 == " " || $0 == "\t" || $0 == "\u{FEFF}" }
      guard let first = content.first, first != "#" else { continue }
      let (keyword, rest) = Self.split(line)
      let word = keyword.lowercased()
      if isEmpty, keyword == "Filter Settings file" {
        // REW begins so, with its version, the date and a measurement's name.
        isHeading = true
        continue
      }
      if isHeading, !word.hasPrefix("filter ") || rest.isEmpty { continue }
      isHeading = false
      isEmpty = false
      let column = line.count - rest.count + 1
      let words = TextWords(
        rest, line: index + 1, column: column, mark: word == "graphiceq" ? ";" : nil)
      read(keyword, word, words, at: index + 1)
    }
    if isEmpty {
      findings.report(
        "there is no filter in the file", at: nil, hint: "lines can be \(Self.lines)")
    }
    return equalizer
  }

  private static let lines = "Preamp: …, Filter: …, GraphicEQ: … or comments after #"

  /// What stands before the first colon, without spaces around it, and what stands after it.
  private static func split(
    _ line: Substring.UnicodeScalarView
  ) -> (keyword: String, rest: Substring.UnicodeScalarView) {
    let colon = line.firstIndex(of: ":") ?? line.endIndex
    let ignored: (Unicode.Scalar) -> Bool = { $0 == " " || $0 == "\t" || $0 == "\u{FEFF}" }
    var keyword = line[..<colon].drop(while: ignored)
    while let last = keyword.last, ignored(last) { keyword = keyword.dropLast() }
    return (String(keyword), line[colon...].dropFirst())
  }

  private mutating func read(_ keyword: String, _ word: String, _ words: TextWords, at line: Int) {
    var words = words
    switch word {
    case "preamp":
      guard let gain = decibels("Preamp", &words) else { return }
      equalizer.preampDecibels += gain
      expectEnd(words, of: "Preamp")
    case "graphiceq":
      readCurve(words, at: line)
    case _ where word == "filter" || Self.isNumberedFilter(word):
      if let band = band(&words) { equalizer.bands.append(band) }
    default:
      reportUnknown(keyword, word, at: line)
    }
  }

  private static func isNumberedFilter(_ word: String) -> Bool {
    guard word.hasPrefix("filter") else { return false }
    return Int(String(word.dropFirst(6).drop { $0 == " " || $0 == "\t" })) != nil
  }

  private mutating func reportUnknown(_ keyword: String, _ word: String, at line: Int) {
    let other =
      switch word {
      case "channel": "give the eq stage the channels with \"on\", and each set a file of its own"
      case "copy": "a route stage mixes channels"
      case "delay": "a delay stage does that"
      case "convolution": "a convolve stage does that"
      default: "lines can be \(Self.lines)"
      }
    findings.report(
      "the line begins with \(keyword.quoted), which an equaliser's text cannot",
      at: SourcePosition(line: line, column: 1), hint: other)
  }

  private mutating func expectEnd(_ words: TextWords, of name: String) {
    guard let word = words.first else { return }
    findings.report("\(word.text.quoted) is too much after \(name)", at: word.position)
  }

  private mutating func decibels(_ name: String, _ words: inout TextWords) -> Double? {
    guard let number = words.number(name, unit: "dB", findings: &findings) else { return nil }
    guard (-150...40).contains(number.value) else {
      findings.report(
        "\(name) is \(number.value.shown); it must be from -150 to 40 dB", at: number.position)
      return nil
    }
    return number.value
  }
}

// MARK: - GraphicEQ

extension EqualizerTextReader {
  private mutating func readCurve(_ words: TextWords, at line: Int) {
    if let first = curveLine {
      findings.report(
        "a GraphicEQ stands in line \(first) already",
        at: SourcePosition(line: line, column: 1), hint: "keep one of them")
      return
    }
    curveLine = line
    var words = words
    while words.first != nil { if !readPoint(&words) { return } }
    if equalizer.curve.isEmpty {
      findings.report(
        "GraphicEQ has no points", at: words.end, hint: "write, for example, 25 -3.2; 40 1.0")
    }
  }

  /// - Returns: whether the rest of the line can be read.
  private mutating func readPoint(_ words: inout TextWords) -> Bool {
    guard let hertz = words.number("a frequency", unit: "Hz", findings: &findings) else {
      return false
    }
    guard let gain = decibels("the level", &words) else { return false }
    guard hertz.value > (equalizer.curve.last?.hertz ?? 0) else {
      findings.report(
        "\(hertz.value.shown) Hz does not rise above the frequency before it", at: hertz.position,
        hint: "order the points by frequency, from above 0 Hz")
      return false
    }
    equalizer.curve.append(.init(hertz: hertz.value, gainDecibels: gain))
    guard let word = words.first else { return true }
    guard words.take(";") else {
      findings.report(
        "\(word.text.quoted) stands where a semicolon must", at: word.position,
        hint: "write, for example, 25 -3.2; 40 1.0")
      return false
    }
    return true
  }
}

// MARK: - Filter

extension EqualizerTextReader {
  private mutating func band(_ words: inout TextWords) -> EqualizerSettings.Band? {
    if words.take("OFF") { return nil }
    guard words.take("ON") else {
      findings.report(
        "a filter is ON or OFF, and this one is \(words.first?.text.quoted ?? "neither")",
        at: words.first?.position ?? words.end)
      return nil
    }
    guard let type = words.take() else {
      findings.report(
        "the filter has no type", at: words.end, hint: "Allowed: \(FilterType.all)")
      return nil
    }
    if type.text.lowercased() == "none" { return nil }
    guard let filter = FilterType(rawValue: type.text.uppercased()) else {
      findings.reportUnknown(
        "there is no filter type \(type.text.quoted)", word: type.text,
        known: FilterType.allCases.map(\.rawValue), at: type.position)
      return nil
    }
    guard let values = values(of: filter, &words) else { return nil }
    return check(filter, values, at: type.position)
  }

  /// The values after a filter's type, in any order.
  private mutating func values(
    of filter: FilterType, _ words: inout TextWords
  ) -> FilterValues? {
    var values = FilterValues()
    while let word = words.first {
      switch word.text.lowercased() {
      case "fc":
        _ = words.take()
        guard let number = words.number("Fc", unit: "Hz", findings: &findings) else { return nil }
        values.hertz = number.value
        values.position = number.position
      case "gain":
        _ = words.take()
        guard let gain = decibels("Gain", &words) else { return nil }
        values.gain = gain
      case "q":
        _ = words.take()
        guard let number = words.number("Q", unit: "", findings: &findings) else { return nil }
        values.width = .quality(number.value)
      case "bw" where !filter.isShelf:
        _ = words.take()
        _ = words.take("Oct")
        guard let number = words.number("BW Oct", unit: "", findings: &findings) else { return nil }
        values.width = .octaves(number.value)
      case _ where filter.isShelf && DecimalNumber(word.text) != nil:
        guard let number = words.number("the slope", unit: "dB", findings: &findings) else {
          return nil
        }
        values.width = .slope(number.value)
      default:
        findings.report(
          "\(word.text.quoted) is no value of a filter", at: word.position,
          hint: "write, for example, Fc 62 Hz Gain -5.5 dB Q 4.2")
        return nil
      }
    }
    values.end = words.end
    return values
  }

  private mutating func check(
    _ filter: FilterType, _ values: FilterValues, at position: SourcePosition
  ) -> EqualizerSettings.Band? {
    switch filter.band(values, sampleRate: sampleRate) {
    case .success(let band): return band
    case .failure(let mistake):
      findings.report(mistake.message, at: mistake.position ?? position, hint: mistake.hint)
      return nil
    }
  }
}
