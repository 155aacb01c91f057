internal import ArgumentParser
internal import Control
internal import JSON

/// `convolve ctl`: everything that can be asked of a running daemon.
struct Ctl: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ctl",
    abstract: "Ask a running daemon, and change it while it plays.",
    discussion: """
      The daemon is found by --socket, else --instance, else $CONVOLVED_SOCKET, else where there is \
      only one, in /run/convolved and $XDG_RUNTIME_DIR/convolved.
      """,
    subcommands: [
      CtlStatus.self, CtlMeters.self, CtlDevices.self, CtlMetrics.self, CtlVolume.self,
      CtlMute.self, CtlBypass.self, CtlAB.self, CtlSwap.self, CtlSet.self, CtlGet.self,
      CtlReload.self, CtlLog.self, CtlWatch.self,
    ])

  @OptionGroup var options: CtlOptions
}

/// Which daemon, and for whom the answer is.
struct CtlOptions: ParsableArguments {
  @Option(help: .init("The daemon's name: its configuration without .yaml.", valueName: "name"))
  var instance: String?
  @Option(help: .init("The daemon's socket.", valueName: "path")) var socket: String?
  @Flag(help: "Print the daemon's reply for programs: one JSON object on a line.") var json = false

  func validate() throws {
    if instance != nil && socket != nil {
      throw ValidationError("--instance and --socket both name the daemon; give one of them.")
    }
    if let instance, instance.isEmpty || instance.contains("/") {
      throw ValidationError("--instance is a name such as room, and a path goes to --socket.")
    }
  }

  /// - Throws: the exit status, after the reason was said.
  func connect() throws -> CtlConnection {
    try CtlConnection(path: CtlPlace.find(self).path)
  }

  /// Sends one command and prints the answer: as it came for programs, else by `text`.
  func ask(
    _ command: ControlCommand, rise: ControlRequest.Rise = .limited, text: (CtlReply) -> String
  ) throws {
    let reply = try connect().ask(command, rise: rise)
    print(json ? reply.json.description : text(reply))
  }
}
