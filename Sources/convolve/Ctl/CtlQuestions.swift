internal import ArgumentParser
internal import Control
internal import JSON

/// `convolve ctl status`
struct CtlStatus: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status", abstract: "What plays, how well, and since when.")
  @OptionGroup var options: CtlOptions

  func run() throws { try options.ask(.status, text: CtlText.status) }
}

/// `convolve ctl meters`
struct CtlMeters: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "meters", abstract: "The levels of this moment.")
  @OptionGroup var options: CtlOptions

  func run() throws { try options.ask(.meters, text: CtlText.meters) }
}

/// `convolve ctl devices`
struct CtlDevices: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "devices", abstract: "Both devices: what they were granted, or why they wait.")
  @OptionGroup var options: CtlOptions

  func run() throws { try options.ask(.devices, text: CtlText.devices) }
}

/// `convolve ctl metrics`
struct CtlMetrics: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "metrics", abstract: "All figures, in the text format of Prometheus.")
  @OptionGroup var options: CtlOptions

  func run() throws {
    try options.ask(.metrics) { reply in
      let text = reply["text"]?.text ?? ""
      return text.hasSuffix("\n") ? String(text.dropLast()) : text
    }
  }
}

/// `convolve ctl get reverb.wet`
struct CtlGet: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "get", abstract: "A value of the configuration that plays.")
  @OptionGroup var options: CtlOptions
  @Argument(help: "A stage's key such as reverb.wet, or one such as audio.period.")
  var path: String

  func run() throws {
    try options.ask(.get(path: path)) { $0["value"]?.plain ?? "" }
  }
}
