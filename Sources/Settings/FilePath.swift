/// Paths as texts: nothing here asks the file system.
enum FilePath {
  /// The folder of `path`, empty or ending in `/`.
  static func folder(of path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "" }
    return String(path[...slash])
  }

  /// `path` with every `{rate}` in it replaced.
  ///
  /// By hand: the standard library's `replacing` brings its regular expressions along, 1.4 MB of a
  /// statically linked program.
  static func filled(_ path: String, rate: String) -> String {
    let placeholder = "rate}"
    let parts = path.split(separator: "{", omittingEmptySubsequences: false)
    return parts.dropFirst().reduce(String(parts.first ?? "")) { filled, part in
      part.hasPrefix(placeholder)
        ? filled + rate + part.dropFirst(placeholder.count)
        : filled + "{" + part
    }
  }

  /// `path` as seen from where `folder` is seen, without `.`, `..` and doubled slashes.
  ///
  /// Lexical: `a/../b` is `b` even if `a` is a link to elsewhere, so that the result depends on
  /// the text alone.
  static func resolve(_ path: String, in folder: String) -> String {
    let joined = path.hasPrefix("/") ? path : folder + path
    let isAbsolute = joined.hasPrefix("/")
    var parts: [Substring] = []
    for part in joined.split(separator: "/") where part != "." {
      if part != ".." {
        parts.append(part)
      } else if let last = parts.last, last != ".." {
        parts.removeLast()
      } else if !isAbsolute {
        parts.append(part)
      }
    }
    let resolved = (isAbsolute ? "/" : "") + parts.joined(separator: "/")
    return resolved.isEmpty ? "." : resolved
  }
}
