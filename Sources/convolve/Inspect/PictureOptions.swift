internal import Acoustics
internal import ArgumentParser
internal import Session
internal import SoundFiles

/// Where pictures go and what they show, as it is typed.
struct PictureOptions: ParsableArguments {
  @Option(help: .init("Write a picture as SVG.", valueName: "file")) var svg: String?
  @Option(help: .init("Write a picture as PNG; needs rsvg-convert.", valueName: "file"))
  var png: String?
  @Option(
    help: .init(
      """
      What pictures show, of \(PanelKind.allCases.map(\.rawValue).joined(separator: ", ")); if not \
      given, waveform,decay,magnitude,spectrogram of one curve, waveform,etc,decay,magnitude of \
      several, and decay,magnitude on a terminal.
      """, valueName: "list"))
  var panels: PanelList?
  @Option(
    help: .init(
      "Average magnitude and delay over so much of an octave, 1/1 to 1/96, or none.",
      valueName: "1/n"))
  var smooth = Smoothing.octaves(1.0 / 6)
  @Option(help: .init("Draw this channel alone, from 1.", valueName: "number")) var channel: Int?
  @Flag(help: "Lay all files over each other in one picture.") var overlay = false
  @Option(help: "Curves of letters below the figures: braille, none, or on a terminal (auto).")
  var plot = PlotChoice.auto
  @Option(help: "Colours for them: always, never, or on a terminal without NO_COLOR (auto).")
  var color = ColorChoice.auto
  @Flag(help: "Replace pictures that exist.") var force = false

  /// Refuses a name that says another format than the one that would be written.
  ///
  /// - Throws: `ValidationError`.
  func demandNames() throws {
    for (path, format) in [(svg, PictureFile.svg), (png, .png)] {
      guard let path, let named = PictureFile(path: path), named != format else { continue }
      throw ValidationError(
        """
        --\(format.rawValue) \(path): is a name for \(named.rawValue); give --\(named.rawValue), or end \
        it in .\(format.rawValue)
        """)
    }
  }

  /// Refuses a channel that is not there, whether or not it will be drawn.
  func demandChannel(of impulse: ImpulseResponse) throws(CommandFailure) {
    guard let channel, !(1...impulse.channelCount).contains(channel) else { return }
    throw CommandFailure(
      """
      \(impulse.source): has \(counted(impulse.channelCount, "channel")), so none of number \
      \(channel)
      """, .usage)
  }

  var isWritten: Bool { svg != nil || png != nil }

  var isDrawn: Bool { plot == .braille || (plot == .auto && Terminal.showsOutput) }
}
