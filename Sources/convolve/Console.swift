internal import Glibc

/// Standard error as a place to print to: results go to standard output, all else here.
struct Console: TextOutputStream {
  func write(_ string: String) {
    var string = string
    string.withUTF8 { bytes in
      _ = unsafe Glibc.write(STDERR_FILENO, bytes.baseAddress, bytes.count)
    }
  }

  static func say(_ line: String) { Console().write("convolve: \(printable(line))\n") }

  /// A file's name can hold what a terminal takes for a command.
  private static func printable(_ line: String) -> String {
    let commands = line.unicodeScalars.lazy.filter { $0.isCommand }
    guard !commands.isEmpty else { return line }
    return line.unicodeScalars.map { $0.isCommand ? $0.escaped(asASCII: true) : String($0) }
      .joined()
  }

  static var isTerminal: Bool { isatty(STDERR_FILENO) == 1 }
}

extension Unicode.Scalar {
  /// Whether it is a control character other than the end of a line and a tabulator.
  fileprivate var isCommand: Bool {
    properties.generalCategory == .control && self != "\n" && self != "\t"
  }
}
