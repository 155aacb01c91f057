internal import Acoustics
internal import ArgumentParser

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

  var isWritten: Bool { svg != nil || png != nil }

  var isDrawn: Bool { plot == .braille || (plot == .auto && Terminal.showsOutput) }
}
