internal import SignalProcessing

/// A value of JSON, for what programs read.
enum PlanJSON {
  case text(String)
  case integer(Int)
  /// With so many digits behind the point. JSON has no infinity and no NaN: they print as null.
  case number(Double, decimals: Int)
  case list([PlanJSON])
  /// In the order of printing.
  case object([(key: String, value: PlanJSON)])
}

extension PlanJSON: CustomStringConvertible {
  /// On one line.
  var description: String {
    switch self {
    case .text(let text): Self.quoted(text)
    case .integer(let value): "\(value)"
    case .number(let value, let decimals):
      value.isFinite ? value.text(decimals: decimals) : "null"
    case .list(let values): "[" + values.map(\.description).joined(separator: ", ") + "]"
    case .object(let members):
      "{" + members.map { "\(Self.quoted($0.key)): \($0.value)" }.joined(separator: ", ") + "}"
    }
  }

  /// A file's name may hold any character; those below the space have no form but a number.
  private static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": quoted += "\\\(scalar)"
      case _ where scalar.value < 0x20:
        let digits = String(scalar.value, radix: 16)
        quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}
