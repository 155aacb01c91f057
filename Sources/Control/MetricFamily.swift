/// Figures of one name and kind.
public struct MetricFamily: Equatable, Sendable {
  public enum Kind: String, Sendable { case counter, gauge, histogram }

  /// A name and its value, such as `side` and `capture`.
  public typealias Label = (name: String, value: String)

  let name: String
  let kind: Kind
  let help: String
  /// Lines of the text.
  private(set) var samples: [String] = []

  /// - Parameter name: `convolved_` and so on with the unit at the end, `_total` for a counter.
  /// - Parameter help: one sentence.
  /// - Precondition: the name has letters, digits, `_` and `:`, and begins with no digit.
  public init(_ name: String, _ kind: Kind, help: String) {
    precondition(Self.isName(name), "\(name) is no name of a metric.")
    self.name = name
    self.kind = kind
    self.help = help
  }

  /// Adds a figure; labels tell it from the others of the family.
  public mutating func add(_ labels: Label..., value: Double) {
    samples.append(line(labels, value: Self.text(value)))
  }

  /// Adds a count; labels tell it from the others of the family.
  public mutating func add(_ labels: Label..., value: Int) {
    samples.append(line(labels, value: String(value)))
  }

  /// Adds a histogram; labels tell it from the others of the family.
  ///
  /// - Parameter bounds: the upper end of each range but the last, ascending.
  /// - Parameter counts: how many fell into each range; one more than bounds.
  /// - Parameter sum: of all that was counted.
  public mutating func add(
    _ labels: Label..., bounds: [Double], counts: [Int], sum: Double
  ) {
    precondition(kind == .histogram && counts.count == bounds.count + 1)
    var total = 0
    for (bound, count) in zip(bounds + [.infinity], counts) {
      total += count
      samples.append(
        line(labels + [("le", Self.text(bound))], suffix: "_bucket", value: String(total)))
    }
    samples.append(line(labels, suffix: "_sum", value: Self.text(sum)))
    samples.append(line(labels, suffix: "_count", value: String(total)))
  }

  private func line(_ labels: [Label], suffix: String = "", value: String) -> String {
    let texts = labels.map { label in
      precondition(Self.isName(label.name), "\(label.name) is no name of a label.")
      return "\(label.name)=\"\(MetricsText.escaped(label.value, quotes: .escaped))\""
    }
    let list = texts.isEmpty ? "" : "{\(texts.joined(separator: ","))}"
    return "\(name)\(suffix)\(list) \(value)"
  }

  private static func text(_ value: Double) -> String {
    if value.isNaN { return "NaN" }
    guard value.isFinite else { return value < 0 ? "-Inf" : "+Inf" }
    return value.magnitude < 1e15 && value == value.rounded() ? String(Int(value)) : "\(value)"
  }

  private static func isName(_ name: String) -> Bool {
    let isLetter = { (byte: UInt8) in
      ("a"..."z").contains(Unicode.Scalar(byte)) || ("A"..."Z").contains(Unicode.Scalar(byte))
        || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ":")
    }
    return name.utf8.first.map(isLetter) == true
      && name.utf8.allSatisfy { isLetter($0) || ("0"..."9").contains(Unicode.Scalar($0)) }
  }
}
