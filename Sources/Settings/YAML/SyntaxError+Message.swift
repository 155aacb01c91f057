extension SyntaxError {
  /// What a user is told: where to look, one sentence, and the next step.
  ///
  /// libyaml reports where it gave up; for text that never ends that is the end of the file, so the
  /// beginning is shown instead.
  var explanation: (position: SourcePosition, message: String, hint: String?) {
    if sign == "\t", problem.hasPrefix("found character") || problem.hasPrefix("found a tab") {
      return (position, "a tab cannot indent or separate here", "use spaces")
    }
    // libyaml looks ahead, and may meet its own limit before its reader has seen ours.
    if problem.hasPrefix("Maximum nesting level") { return (position, Self.depth, nil) }
    switch problem {
    case "found unexpected end of stream":
      return (contextPosition, "this quote is never closed", "close it on the same line")
    case "mapping values are not allowed in this context":
      return (
        position, "a \": \" makes no sense here",
        "begin each key in a new line, in the column of its neighbours, and put text that holds "
          + "\": \" in quotes"
      )
    case "found character that cannot start any token":
      return (position, "\(signName) cannot begin a value", "put the value in quotes")
    case "could not find expected ':'":
      return (
        contextPosition, "this line is neither a key with its value nor a list entry",
        "write \"key: value\" with a space after the colon"
      )
    case "found incompatible YAML document": return (position, Self.directives, Self.directivesHint)
    case "did not find expected <document start>":
      return (position, "nothing can follow the end of the configuration", nil)
    default:
      return structure ?? (position, "this is not YAML: \(problem)\(place)", nil)
    }
  }

  /// Mistakes of brackets and indentation.
  private var structure: (position: SourcePosition, message: String, hint: String?)? {
    switch problem {
    case "did not find expected ',' or '}'":
      return (
        position, "expected \",\" or \"}\" in the braces that open in line \(contextPosition.line)",
        "close them, or put a value that holds a bracket or a comma in quotes"
      )
    case "did not find expected ',' or ']'":
      return (
        position,
        "expected \",\" or \"]\" in the brackets that open in line \(contextPosition.line)",
        "close them, or put a value that holds a bracket or a comma in quotes"
      )
    case "did not find expected key" where !leadsLine,
      "did not find expected '-' indicator" where !leadsLine:
      return (
        position, "nothing can follow the value here",
        "put text that holds a quote or a bracket in quotes as a whole"
      )
    case "did not find expected key":
      return (
        position, "expected a key as in line \(contextPosition.line)",
        "keys of one group begin in one column, here column \(contextPosition.column)"
      )
    case "did not find expected '-' indicator":
      return (
        position, "expected another \"- \" of the list that begins in line \(contextPosition.line)",
        "entries of one list begin in one column, here column \(contextPosition.column)"
      )
    case "did not find expected node content":
      return (position, "expected a value before \(signName)", nil)
    case "block sequence entries are not allowed in this context":
      return (
        position, "a list cannot begin here", "begin it on a new line, or write [first, second]"
      )
    default: return nil
    }
  }

  /// What is said of brackets in brackets in brackets.
  static let depth =
    "lists and keys are nested deeper than \(Configuration.depthLimit) levels here"
  /// What is said of a `%YAML` or `%TAG` line.
  static let directives = "directives (%YAML, %TAG) are not allowed"
  /// What to do about one.
  static let directivesHint = "delete the line"

  private var signName: String {
    sign.map { String($0).quoted } ?? "the end of the file"
  }

  private var place: String {
    guard let context, context.hasPrefix("while ") else { return "" }
    return " \(context) that begins in line \(contextPosition.line)"
  }
}
