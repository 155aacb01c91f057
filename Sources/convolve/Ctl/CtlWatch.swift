internal import ArgumentParser
internal import Control
internal import Glibc
internal import JSON
internal import Realtime

/// `convolve ctl watch`
struct CtlWatch: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "watch", abstract: "Levels, load, clocks and what went wrong, as it happens.",
    discussion: """
      On a terminal a picture that moves, until q is pressed; elsewhere a line a second. With --json \
      each event of the daemon on a line. NO_COLOR is respected.
      """)
  @OptionGroup var options: CtlOptions

  private static let rate = 15
  private static let second = 1_000_000_000

  func run() throws {
    let connection = try options.connect()
    var state = WatchState(status: try connection.ask(.status), now: MonotonicClock.nanoseconds)
    let topics: [ControlTopic] = options.json ? ControlTopic.allCases : [.meters, .state]
    _ = try connection.ask(.subscribe(.init(topics: topics, rate: Self.rate)))
    Interruption.hold()
    if options.json {
      try printEvents(connection)
    } else if Terminal.isInteractive {
      try draw(connection, &state)
    } else {
      try tell(connection, &state)
    }
  }

  private func printEvents(_ connection: CtlConnection) throws {
    while true {
      if let code = Interruption.pending() { throw code }
      guard let event = try connection.event(milliseconds: 200) else { continue }
      print(event)
      fflush(nil)
    }
  }

  private func tell(_ connection: CtlConnection, _ state: inout WatchState) throws {
    var toldAt = MonotonicClock.nanoseconds
    while true {
      if let code = Interruption.pending() { throw code }
      if let event = try connection.event(milliseconds: 100) {
        state.take(event, now: MonotonicClock.nanoseconds)
      }
      guard MonotonicClock.nanoseconds - toldAt >= Self.second else { continue }
      toldAt += Self.second
      print(WatchLine.text(state.takeSecond()))
      fflush(nil)
    }
  }

  private func draw(_ connection: CtlConnection, _ state: inout WatchState) throws {
    let terminal = Terminal()
    var screen = WatchScreen()
    while true {
      if let code = Interruption.pending() { throw code }
      let key = terminal.key(milliseconds: 200, or: connection.descriptor)
      if key == UInt8(ascii: "q") { return }
      while let event = try connection.event(milliseconds: 0) {
        state.take(event, now: MonotonicClock.nanoseconds)
      }
      let now = MonotonicClock.nanoseconds
      if now - state.askedAt >= Self.second {
        state.take(status: try connection.ask(.status), now: now)
      }
      let size = Terminal.size
      let view = WatchView(state, columns: size.columns, colour: WatchView.Colour.wanted)
      screen.show(view.lines, rows: size.rows)
    }
  }
}
