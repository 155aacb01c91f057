internal import Acoustics
internal import ArgumentParser
internal import Drawing
internal import Session
internal import SignalProcessing
internal import SoundFiles

/// `convolve spectrogram FILE -o PICTURE`
struct SpectrogramCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "spectrogram",
    abstract: "Draw which frequencies a sound has from moment to moment.",
    discussion: """
      Levels are in dB of a sine of full scale. Windows are Hann's, around each moment; where a \
      picture has fewer columns or rows than the spectrogram, they show means of dB.
      """)

  @Argument(help: .init("The sound file.", valueName: "file")) var file: String
  @Option(
    name: [.short, .long],
    help: .init("The picture to write: .svg, or .png, which needs rsvg-convert.", valueName: "file")
  )
  var output: String
  @Option(help: .init("This channel alone, from 1; all if not given.", valueName: "number"))
  var channel: Int?
  @OptionGroup var options: SpectrogramOptions
  @Option(help: "Frequencies by octaves or by their distance.") var scale = FrequencyScale.log
  @Option(help: .init("How far down levels are shown, 10 to 200.", valueName: "dB"))
  var depth = 100.0
  @Flag(help: "Replace the picture if it exists.") var force = false

  func validate() throws {
    guard PictureFile(path: output) != nil else {
      throw ValidationError("\(output): a picture is a file .svg, or .png.")
    }
    guard (10...200).contains(depth) else {
      throw ValidationError("--depth is \(depth); allowed are 10 to 200 dB.")
    }
  }

  func run() throws {
    let sound = try unwrap { () throws(SoundFileError) in try WholeSound(path: file) }
    guard sound.channels[0].isEmpty == false else {
      throw failure("\(file): holds no frames, so there is nothing to draw", .badSound)
    }
    let shown = channel.map { [$0 - 1] } ?? Array(sound.channels.indices)
    guard shown.allSatisfy(sound.channels.indices.contains) else {
      throw failure(
        "\(file): has \(counted(sound.channels.count, "channel")); --channel is \(channel ?? 0)",
        .usage)
    }
    var panels: [Panel] = []
    for index in shown {
      let panel = SpectrogramPanel(
        options: options, scale: scale, reference: .fullScale, depth: depth,
        size: (680, 280))
      panels.append(
        try panel.panel(
          sound.channels[index], sampleRate: sound.sampleRate, title: "Channel \(index + 1)"))
    }
    let seconds = Double(sound.channels[0].count) / Double(sound.sampleRate)
    let chart = Chart(
      title: file, subtitle: "\(sound.sampleRate) Hz · \(seconds.text(decimals: 2)) s",
      panels: panels, layout: .stack)
    try PictureFile(path: output)?.write(
      chart.scalableVector(), to: output, inputs: [file], replacing: force ? .existing : .never)
  }
}
