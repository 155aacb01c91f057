internal import Acoustics
internal import Drawing
internal import Session
internal import SignalProcessing
internal import SoundFiles

/// The pictures of one or several sounds.
struct Gallery {
  let sounds: [InspectedSound]
  let options: PictureOptions
  let spectrogram: SpectrogramOptions

  /// As many as there are colours.
  private static let curveLimit = 6

  /// Writes the files that were asked for.
  ///
  /// - Errors: what the picture cannot show, what cannot be written.
  func write() throws(CommandFailure) {
    let picture = try chart(in: .picture).scalableVector()
    let inputs = sounds.map(\.impulse.source)
    let replacing: SoundFileWriter.Replacing = options.force ? .existing : .never
    if let path = options.svg {
      try PictureFile.svg.write(picture, to: path, inputs: inputs, replacing: replacing)
    }
    if let path = options.png {
      try PictureFile.png.write(picture, to: path, inputs: inputs, replacing: replacing)
    }
  }

  /// The panels in letters.
  func letters() throws(CommandFailure) -> String {
    let chart = try chart(in: .terminal)
    let plot = BraillePlot(
      columns: min(Terminal.size.columns, 120), ink: Terminal.ink(options.color))
    return chart.panels.map { "\n" + plot.text($0, legend: chart.legend) }.joined()
  }

  private enum Place { case picture, terminal }

  /// Four panels fill a picture; several curves share those that show them together.
  private func usualPanels(in place: Place, curveCount: Int) -> PanelList {
    switch (place, curveCount) {
    case (.terminal, _): PanelList(.decay, .magnitude)
    case (.picture, 1): PanelList(.waveform, .decay, .magnitude, .spectrogram)
    case (.picture, _): PanelList(.waveform, .etc, .decay, .magnitude)
    }
  }

  private func chart(in place: Place) throws(CommandFailure) -> Chart {
    let curves = try curves()
    let list = options.panels ?? usualPanels(in: place, curveCount: curves.count)
    let builder = PanelBuilder(
      curves: curves, smoothing: options.smooth, spectrogram: spectrogram)
    var panels: [Panel] = []
    for kind in list.kinds { panels += try builder.panels(kind) }
    return Chart(
      title: title,
      subtitle: sounds.count == 1 ? subtitle(sounds[0]) : "", legend: curves.map(\.name),
      panels: panels)
  }

  private func curves() throws(CommandFailure) -> [ResponseCurve] {
    var curves: [ResponseCurve] = []
    for sound in sounds {
      let all = ResponseCurve.all(sound, naming: sounds.count == 1 ? .byChannel : .byFile)
      if let channel = options.channel { curves.append(all[channel - 1]) } else { curves += all }
    }
    guard curves.count <= Self.curveLimit else {
      throw CommandFailure(
        """
        \(curves.count) channels are more than the \(Self.curveLimit) that a picture shows; choose \
        one of each file with --channel
        """, .usage)
    }
    return curves
  }

  private var title: String {
    let files = sounds.map(\.impulse.source).joined(separator: ", ")
    return options.channel.map { "\(files), channel \($0)" } ?? files
  }

  private func subtitle(_ sound: InspectedSound) -> String {
    let kilohertz = Double(sound.impulse.sampleRate) / 1000
    var parts = [
      counted(sound.impulse.channelCount, "channel"),
      "\(kilohertz.text(decimals: sound.impulse.sampleRate % 1000 == 0 ? 0 : 1)) kHz",
      "\(sound.measures.seconds.text(decimals: 2)) s",
    ]
    if let time = sound.single({ $0.t30 }) { parts.append("T30 \(time.text(decimals: 2)) s") }
    if let clarity = sound.single({ $0.c80 }) {
      parts.append("C80 \(clarity.text(decimals: 1)) dB".withMinus)
    }
    if let definition = sound.single({ $0.d50 }) {
      parts.append("D50 \(definition.text(decimals: 2))")
    }
    return parts.joined(separator: " · ")
  }
}
