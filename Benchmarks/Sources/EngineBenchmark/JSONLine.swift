#if canImport(Glibc)
  internal import Glibc
#endif

/// One flat JSON object on one line.
struct JSONLine: CustomStringConvertible {
  private var members: [String] = []

  mutating func add(_ name: String, _ value: Int) { members.append("\"\(name)\":\(value)") }

  /// - Parameter value: a plain word; nothing in it is escaped.
  mutating func add(_ name: String, _ value: String) {
    members.append("\"\(name)\":\"\(value)\"")
  }

  /// Four digits behind the point are finer than any measurement here.
  mutating func add(_ name: String, _ value: Double) {
    let rounded = (value * 10000).rounded() / 10000
    members.append("\"\(name)\":\(rounded)")
  }

  var description: String { "{" + members.joined(separator: ",") + "}" }
}
