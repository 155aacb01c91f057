internal import Glibc

/// Standard error as a place to print to: results go to standard output, all else here.
struct Console: TextOutputStream {
  func write(_ string: String) {
    var string = string
    string.withUTF8 { bytes in
      _ = unsafe Glibc.write(STDERR_FILENO, bytes.baseAddress, bytes.count)
    }
  }

  static func say(_ line: String) { Console().write("convolve: \(line)\n") }

  static var isTerminal: Bool { isatty(STDERR_FILENO) == 1 }
}
