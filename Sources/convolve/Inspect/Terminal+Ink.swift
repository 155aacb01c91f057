internal import ArgumentParser
internal import Drawing
internal import Glibc

/// When colours are used.
enum ColorChoice: String, CaseIterable, ExpressibleByArgument {
  /// On a terminal, unless the variable `NO_COLOR` is set.
  case auto
  case always, never
}

/// When curves are drawn with letters.
enum PlotChoice: String, CaseIterable, ExpressibleByArgument {
  /// On a terminal.
  case auto
  case braille, none
}

extension Terminal {
  /// Whether standard output is one.
  static var showsOutput: Bool { isatty(STDOUT_FILENO) == 1 }

  static func ink(_ choice: ColorChoice) -> BraillePlot.Ink {
    switch choice {
    case .always: .colored
    case .never: .plain
    // See no-color.org.
    case .auto:
      showsOutput && (variable("NO_COLOR") ?? "").isEmpty && variable("TERM") != "dumb"
        ? .colored : .plain
    }
  }

  private static func variable(_ name: String) -> String? {
    unsafe getenv(name).map { unsafe String(cString: $0) }
  }
}
