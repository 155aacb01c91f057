internal import ArgumentParser
internal import Control
internal import Glibc
internal import JSON
internal import SignalProcessing

/// `convolve ctl ab`
struct CtlAB: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ab", abstract: "Compare the chain with the bypass, equally loud.",
    discussion: """
      Without an argument on a terminal: the space bar switches, q returns to a and ends.
      """)
  @OptionGroup var options: CtlOptions
  @Argument(help: "a: the chain; b: the bypass, as loud as the chain; or toggle.") var to: Side?

  enum Side: String, ExpressibleByArgument, CaseIterable { case a, b, toggle }

  func validate() throws {
    if to == nil && !Terminal.isInteractive {
      throw ValidationError("Outside of a terminal ab needs to know: a, b or toggle.")
    }
  }

  func run() throws {
    guard let to else { return try compare() }
    try options.ask(.ab(to.side), text: CtlText.side)
  }

  private func compare() throws {
    let connection = try options.connect()
    Interruption.hold()
    let terminal = Terminal()
    print("space: switch, q: end")
    show(try connection.ask(.ab(.a)))
    while Interruption.pending() == nil {
      switch terminal.key(milliseconds: 100) {
      case UInt8(ascii: " ")?: show(try connection.ask(.ab(.toggle)))
      case UInt8(ascii: "q")?:
        show(try connection.ask(.ab(.a)))
        return
      default: break
      }
    }
    show(try connection.ask(.ab(.a)))
  }

  private func show(_ reply: CtlReply) { print(CtlText.side(reply)) }
}

extension CtlAB.Side {
  fileprivate var side: ControlCommand.Side {
    switch self {
    case .a: .a
    case .b: .b
    case .toggle: .toggle
    }
  }
}
