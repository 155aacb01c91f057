internal import Glibc

/// The terminal in which a program waits for single keys, as it was once that is over.
struct Terminal: ~Copyable {
  private let before: termios?

  /// Whether both ends are a terminal, and the user can be asked.
  static var isInteractive: Bool { isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1 }

  /// From here on keys come one by one, and are not shown.
  init() {
    var mode = termios()
    guard unsafe tcgetattr(STDIN_FILENO, &mode) == 0 else {
      before = nil
      return
    }
    before = mode
    mode.c_lflag &= ~tcflag_t(ICANON | ECHO)
    unsafe tcsetattr(STDIN_FILENO, TCSADRAIN, &mode)
  }

  deinit {
    if var before { unsafe tcsetattr(STDIN_FILENO, TCSADRAIN, &before) }
  }

  /// The key that was pressed, if one was within the time; `nil` also when data came at `other`.
  func key(milliseconds: Int, or other: Int32 = -1) -> UInt8? {
    var wanted = [
      pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0),
      pollfd(fd: other, events: Int16(POLLIN), revents: 0),
    ]
    guard unsafe poll(&wanted, 2, Int32(milliseconds)) > 0, wanted[0].revents != 0 else {
      return nil
    }
    var byte: UInt8 = 0
    // At the end of the input nobody can press the key that ends it.
    return unsafe read(STDIN_FILENO, &byte, 1) == 1 ? byte : UInt8(ascii: "q")
  }

  /// 80 columns of 24 rows if nobody knows.
  static var size: (columns: Int, rows: Int) {
    var size = winsize()
    guard unsafe ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else {
      return (80, 24)
    }
    return (Int(size.ws_col), Int(size.ws_row))
  }
}
