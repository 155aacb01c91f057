internal import ArgumentParser
internal import Session
internal import SoundFiles
internal import Synthesis

/// `convolve synth hall -o hall.flac`
struct Synth: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Synthesise one of the project's own sounds.",
    discussion: """
      Sounds: \((Recipe.allCases.map(\.rawValue) + [dryTake]).joined(separator: ", ")). The same \
      samples every time. Their recipes are in impulses/README.md; all are CC0-1.0.
      """)

  /// The dry recording, which is no impulse response.
  static let dryTake = "plucked-notes"

  @Argument(help: "The sound's name.") var name: String
  @Option(name: [.short, .long], help: "The file to write; its extension chooses the format.")
  var output: String
  @Option(help: "Sample rate in Hz.") var rate = 48000
  @Option(help: "int16, int24, int32, float32 or float64.")
  var encoding: SoundEncoding.Sample = .int24
  @Flag(help: "Replace the output if it exists.") var force = false

  func validate() throws {
    guard SynthesizedSound.sampleRates.contains(rate) else {
      throw ValidationError(
        """
        --rate is \(rate); allowed are \(SynthesizedSound.sampleRates.lowerBound) to \
        \(SynthesizedSound.sampleRates.upperBound) Hz.
        """)
    }
    guard Recipe(rawValue: name) != nil || name == Self.dryTake else {
      let names = Recipe.allCases.map(\.rawValue) + [Self.dryTake]
      throw ValidationError("No sound \"\(name)\"; there are \(names.joined(separator: ", ")).")
    }
  }

  func run() throws {
    let sound =
      Recipe(rawValue: name)?.synthesize(sampleRate: rate)
      ?? DryTake.pluckedNotes(sampleRate: rate)
    do throws(SoundFileError) {
      try write(sound)
    } catch {
      throw failure(error)
    }
  }

  private func write(_ sound: SynthesizedSound) throws(SoundFileError) {
    var wanted = SoundEncoding(container: .wav, sample: encoding)
    wanted = try SoundEncoding(path: output, like: wanted)
    let writer = try SoundFileWriter(
      path: output, sampleRate: sound.sampleRate, channelCount: sound.channels.count,
      encoding: wanted, replacing: force ? .existing : .never)
    var frames: [Float] = []
    frames.reserveCapacity(sound.frameCount * sound.channels.count)
    for frame in 0..<sound.frameCount {
      for channel in sound.channels { frames.append(channel[frame]) }
    }
    try writer.write(frames.span)
    try writer.commit()
  }
}
