/// The text format of Prometheus, version 0.0.4.
public enum MetricsText {
  /// What a web server says that it is.
  public static let contentType = "text/plain; version=0.0.4; charset=utf-8"

  /// - Precondition: no two families of a name.
  public static func text(_ families: [MetricFamily]) -> String {
    precondition(Set(families.map(\.name)).count == families.count)
    var text = ""
    for family in families {
      text += "# HELP \(family.name) \(escaped(family.help, quotes: .plain))\n"
      text += "# TYPE \(family.name) \(family.kind.rawValue)\n"
      for sample in family.samples { text += sample + "\n" }
    }
    return text
  }

  enum Quotes { case plain, escaped }

  static func escaped(_ text: String, quotes: Quotes) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\": escaped += "\\\\"
      case "\n": escaped += "\\n"
      case "\"" where quotes == .escaped: escaped += "\\\""
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }
}
