/// A path taken apart, without asking the file system.
struct PlainPath: Equatable {
  let isAbsolute: Bool
  /// Without empty ones and `.`; `..` stays where it is.
  var parts: [Substring]

  init(_ path: String) {
    isAbsolute = path.hasPrefix("/")
    parts = path.split(separator: "/").filter { $0 != "." }
  }

  var text: String { (isAbsolute ? "/" : "") + parts.joined(separator: "/") }

  var folder: ArraySlice<Substring> { parts.dropLast() }
}
