internal import ArgumentParser
internal import Session
internal import SoundFiles
internal import Synthesis

/// `convolve synth hall -o hall.flac`
struct Synth: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Synthesise one of the project's own sounds, or a room of your own.",
    discussion: """
      --list tells what there is. The same samples every time; all are CC0-1.0. With --size or --rt, \
      room is any room of that kind: convolve synth room --size 5.2x4.1x2.6 --rt 0.45 -o room.flac
      """)

  /// The dry recording, which is no impulse response.
  static let dryTake = "plucked-notes"

  @Argument(help: "The sound's name.") var name: String?
  @Option(
    name: [.short, .long],
    help: .init("The file to write; its extension chooses the format.", valueName: "file"))
  var output: String?
  @Flag(help: "Print the sounds and how each is made.") var list = false
  @Option(parsing: .unconditional, help: .init("Sample rate.", valueName: "Hz")) var rate = 48000
  @Option(
    help: """
      How samples are stored; if not given, int24 for reverberation and float32 for filters.
      """)
  var encoding: SoundEncoding.Sample?
  @Flag(help: "Replace the output if it exists.") var force = false
  @OptionGroup(title: "A room of your own") var room: SynthRoom

  func validate() throws {
    if list { return }
    guard SynthesizedSound.sampleRates.contains(rate) else {
      throw ValidationError(
        """
        --rate is \(rate); allowed are \(SynthesizedSound.sampleRates.lowerBound) to \
        \(SynthesizedSound.sampleRates.upperBound) Hz.
        """)
    }
    guard let name else { throw ValidationError("Name a sound; --list tells what there is.") }
    guard Recipe(rawValue: name) != nil || name == Self.dryTake else {
      let names = Recipe.allCases.map(\.rawValue) + [Self.dryTake]
      throw ValidationError("No sound \"\(name)\"; there are \(names.joined(separator: ", ")).")
    }
    guard output != nil else { throw ValidationError("Name the file to write: -o \(name).flac") }
    guard !room.isGiven || name == Recipe.room.rawValue else {
      throw ValidationError(
        "\(name) is made by a recipe of its own; a size, a time and places are for room alone.")
    }
  }

  func run() throws {
    if list { return print(Self.listing) }
    guard let name, let output else { return }
    let recipe = Recipe(rawValue: name)
    let sound =
      try room.synthesize(sampleRate: rate)
      ?? recipe?.synthesize(sampleRate: rate) ?? DryTake.pluckedNotes(sampleRate: rate)
    let stored: SoundEncoding = try unwrap { () throws(CommandFailure) in
      try SoundEncoding.chosen(
        for: output, asked: encoding, preferred: recipe?.storage == .float ? .float32 : .int24)
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

  private static var listing: String {
    let recipes = Recipe.allCases.map {
      "\($0.rawValue) (\($0.channelNames.joined(separator: ", ")))\n  \($0.summary)"
    }
    return (recipes + ["\(dryTake)\n  A dry take of plucked strings, to try the others with."])
      .joined(separator: "\n")
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
