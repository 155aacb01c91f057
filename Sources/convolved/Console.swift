internal import Glibc

/// Standard error as a place to print to: everything the daemon says goes there.
struct Console: TextOutputStream {
  func write(_ string: String) {
    var string = string
    string.withUTF8 { bytes in
      // Nobody is left to tell that the terminal is gone.
      _ = unsafe Glibc.write(STDERR_FILENO, bytes.baseAddress, bytes.count)
    }
  }

  static func say(_ line: String) {
    var console = Console()
    print("convolved: \(line)", to: &console)
  }

  static var isTerminal: Bool { isatty(STDERR_FILENO) == 1 }
}
