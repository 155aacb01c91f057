internal import Glibc

/// A picture on the terminal that is drawn over the one before, and stays when it ends.
struct WatchScreen: ~Copyable {
  private var drawnLines = 0

  /// The cursor is not seen meanwhile.
  init() { Self.write("\u{1B}[?25l") }

  deinit { Self.write("\u{1B}[?25h") }

  /// - Parameter rows: of the terminal; what is beyond is left out.
  mutating func show(_ lines: [String], rows: Int) {
    let lines = lines.prefix(max(1, rows - 1))
    let back = drawnLines > 0 ? "\u{1B}[\(drawnLines)A\r" : ""
    Self.write(back + lines.map { "\($0)\u{1B}[K\n" }.joined() + "\u{1B}[J")
    drawnLines = lines.count
  }

  /// At once, so that a picture is never half old.
  private static func write(_ text: String) {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = unsafe rest.withUnsafeBytes {
        unsafe Glibc.write(STDOUT_FILENO, $0.baseAddress, $0.count)
      }
      guard count > 0 || errno == EINTR else { return }
      rest = rest.dropFirst(max(0, count))
    }
  }
}
