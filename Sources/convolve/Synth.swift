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
  @Option(
    name: [.short, .long],
    help: .init("The file to write; its extension chooses the format.", valueName: "file"))
  var output: String
  @Option(parsing: .unconditional, help: .init("Sample rate.", valueName: "Hz")) var rate = 48000
  @Option(help: "How samples are stored; int24 if not given, float32 where that would clip.")
  var encoding: SoundEncoding.Sample?
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
    let clips = sound.channels.contains { $0.contains { $0.magnitude >= 1 } }
    let stored: SoundEncoding = try unwrap { () throws(CommandFailure) in
      try SoundEncoding.chosen(
        for: output, asked: encoding, preferred: clips ? .float32 : .int24)
    }
    Interruption.hold()
    let writer = try unwrap { () throws(SoundFileError) in
      try SoundFileWriter(
        path: output, sampleRate: sound.sampleRate, channelCount: sound.channels.count,
        encoding: stored, replacing: force ? .existing : .never)
    }
    try unwrap { () throws(SoundFileError) in try write(sound, to: writer) }
    if let interruption = Interruption.pending() { throw interruption }
    try unwrap { () throws(SoundFileError) in try writer.commit() }
    let warnings = Warnings.about(
      writer, clipping: "write a .wav file with --encoding float32", origin: name)
    for warning in warnings { Console.say(warning) }
  }

  private func write(
    _ sound: SynthesizedSound, to writer: SoundFileWriter
  ) throws(SoundFileError) {
    var frames: [Float] = []
    frames.reserveCapacity(sound.frameCount * sound.channels.count)
    for frame in 0..<sound.frameCount {
      for channel in sound.channels { frames.append(channel[frame]) }
    }
    try writer.write(frames.span)
  }
}
