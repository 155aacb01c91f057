internal import ArgumentParser
internal import Control
internal import Glibc
internal import JSON

/// `convolve ctl log -n 50 --follow`
struct CtlLog: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "log", abstract: "The last lines that the daemon said.")
  @OptionGroup var options: CtlOptions
  @Option(
    name: .short, parsing: .unconditional,
    help: .init("How many lines, 1 to 1000.", valueName: "lines"))
  var n = 20
  @Flag(help: "Go on with what it says from now on.") var follow = false

  func validate() throws {
    if !ControlCommand.logLines.contains(n) {
      throw ValidationError("-n is \(n); allowed are 1 to 1000.")
    }
  }

  func run() throws {
    let connection = try options.connect()
    if follow { _ = try connection.ask(.subscribe(.init(topics: [.log]))) }
    let reply = try connection.ask(.log(lines: n))
    // The answer has them.
    connection.forgetEvents()
    show(reply)
    fflush(nil)
    while follow { try showNext(connection) }
  }

  private func show(_ reply: CtlReply) {
    if options.json { return print(reply.json) }
    for line in reply["lines"]?.elements ?? [] { print(line.plain) }
  }

  private func showNext(_ connection: CtlConnection) throws {
    guard let event = try connection.event(milliseconds: 1000) else { return }
    print(options.json ? event.description : event["message"]?.plain ?? event.description)
    fflush(nil)
  }
}
