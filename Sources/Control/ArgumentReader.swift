internal import JSON
internal import Wording

/// The arguments of one command, read by name and checked.
struct ArgumentReader {
  let command: ControlCommand.Name
  private let members: [JSONValue.Member]

  init(_ command: ControlCommand.Name, _ members: [JSONValue.Member]) {
    self.command = command
    self.members = members
  }

  /// What was given under the name; `nil` if nothing was.
  subscript(name: String) -> JSONValue? { members.first { $0.key == name }?.value }

  /// - Throws: the first argument that the command does not take.
  func refuseUnknown() throws(ControlFailure) {
    let known = command.argumentNames
    guard let member = members.first(where: { !known.contains($0.key) }) else { return }
    let nearest = Spelling.nearest(to: member.key, among: known)
    let takes = known.isEmpty ? "nothing" : known.map(\.shown).joined(separator: ", ")
    throw invalid(
      "\(command) has no argument \(member.key.shown)"
        + (nearest.map { "; did you mean \($0.shown)? It" } ?? "; it") + " takes \(takes)")
  }

  func text(_ name: String, such example: String) throws(ControlFailure) -> String {
    let allowed = "a text such as \(example.shown)"
    let value = try needed(name, allowed)
    guard let text = value.text, !text.isEmpty else { throw wrong(name, value, allowed) }
    return text
  }

  func number(
    _ name: String, _ range: ClosedRange<Double>, unit: String
  ) throws(ControlFailure) -> Double? {
    guard let value = self[name] else { return nil }
    guard let number = value.number, range.contains(number) else {
      let bounds = "\(Int(range.lowerBound)) to \(Int(range.upperBound))"
      throw wrong(name, value, "\(bounds), a number of \(unit)")
    }
    return number
  }

  func integer(_ name: String, _ range: ClosedRange<Int>) throws(ControlFailure) -> Int? {
    guard let value = self[name] else { return nil }
    guard let integer = value.integer, range.contains(integer) else {
      throw wrong(name, value, "\(range.lowerBound) to \(range.upperBound), a whole number")
    }
    return integer
  }

  /// Whether it was asked for.
  func flag(_ name: String) throws(ControlFailure) -> Bool {
    guard let value = self[name] else { return false }
    guard let flag = value.bool else { throw wrong(name, value, "true or false") }
    return flag
  }

  func switching(_ name: String) throws(ControlFailure) -> ControlCommand.Switching {
    let allowed = "true, false or \"toggle\""
    let value = try needed(name, allowed)
    switch value {
    case .bool(true): return .on
    case .bool(false): return .off
    case "toggle": return .toggle
    default: throw wrong(name, value, allowed)
    }
  }

  func side(_ name: String) throws(ControlFailure) -> ControlCommand.Side {
    let allowed = "\"a\", \"b\" or \"toggle\""
    let value = try needed(name, allowed)
    guard let side = value.text.flatMap(ControlCommand.Side.init(rawValue:)) else {
      throw wrong(name, value, allowed)
    }
    return side
  }

  func topics(_ name: String) throws(ControlFailure) -> [ControlTopic] {
    let allowed = "a list of \(ControlTopic.allCases.map(\.rawValue.shown).joined(separator: ", "))"
    let value = try needed(name, allowed)
    guard let elements = value.elements, !elements.isEmpty else {
      throw wrong(name, value, allowed)
    }
    var topics: [ControlTopic] = []
    for element in elements {
      guard let topic = element.text.flatMap(ControlTopic.init(rawValue:)) else {
        throw wrong(name, element, allowed)
      }
      if !topics.contains(topic) { topics.append(topic) }
    }
    return topics
  }

  private func needed(_ name: String, _ allowed: String) throws(ControlFailure) -> JSONValue {
    guard let value = self[name] else {
      throw invalid("\(command) needs the argument \(name.shown): \(allowed)")
    }
    return value
  }

  private func wrong(_ name: String, _ value: JSONValue, _ allowed: String) -> ControlFailure {
    invalid("\(command): \(name.shown) is \(value.shown); allowed is \(allowed)")
  }

  func invalid(_ sentence: String) -> ControlFailure {
    ControlFailure(.invalidArgument, sentence + ".")
  }
}
