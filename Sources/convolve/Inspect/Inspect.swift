internal import Acoustics
internal import ArgumentParser
internal import Drawing
internal import JSON
internal import Session
internal import SoundFiles

/// `convolve inspect IR... [--json] [--svg FILE]`
struct Inspect: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print and draw what impulse responses do to level, time and frequency.",
    discussion: """
      Per channel: the largest tap; the gain for white noise (energy); the most that any sound of \
      full scale can come to (worst case); the most that a sine can, and its frequency (loudest \
      sine); and the silence in front.

      Per channel and octave, by ISO 3382-1: early decay time (EDT) and reverberation times (T20, \
      T30), clarity (C50, C80), definition (D50) and centre time (Ts); in the last row (mid) the \
      mean around 500 and 1000 Hz. Time begins at the first sample within 20 dB of the largest. \
      Noise behind a decay is found by Lundeby's method and taken off, and what it hides is added. \
      Where a figure cannot be told, there is a dash and below the table the reason.

      Panels: waveform; etc, the energy over time; decay, the energy that is still to come, with the \
      line of T30; magnitude; phase and excess, the phase beyond that of least delay, both from the \
      direct sound on; delay, the group delay; spectrogram.

      Keys of --json, a line per file: \(InspectReport.keys)
      """)

  @Argument(help: .init("The impulse responses.", valueName: "file")) var files: [String]
  @Flag(help: "Print one line of JSON per file.") var json = false
  @Flag(help: "Figures per third of an octave in place of octaves.") var thirdOctaves = false
  @OptionGroup var pictures: PictureOptions
  @OptionGroup var spectrogram: SpectrogramOptions

  func validate() throws {
    guard pictures.svg != standardStreamPath, pictures.png != standardStreamPath else {
      throw ValidationError(
        "Standard output gets the figures; name a file for the picture, or use convolve spectrogram."
      )
    }
    try pictures.demandNames()
    guard files.count == 1 || pictures.overlay || !pictures.isWritten else {
      throw ValidationError(
        "One picture shows one file; give --overlay to lay \(files.count) over each other.")
    }
  }

  func run() throws {
    var failures: [CommandFailure] = []
    var sounds: [InspectedSound] = []
    for file in files {
      do throws(CommandFailure) {
        let sound = try inspect(file)
        if pictures.overlay { sounds.append(sound) } else { try draw([sound]) }
      } catch {
        Console.say(error.description)
        failures.append(error)
      }
      if let interruption = Interruption.pending() { throw interruption }
    }
    if !sounds.isEmpty { try unwrap { () throws(CommandFailure) in try draw(sounds) } }
    // One file's own status says more than that one failed.
    if let failure = failures.first {
      throw ExitCode((files.count == 1 ? failure.status : .someFailed).rawValue)
    }
  }

  /// Prints the figures of one file.
  private func inspect(_ file: String) throws(CommandFailure) -> InspectedSound {
    let impulse = try known { () throws(SoundFileError) in
      try ImpulseResponse.load(path: file)
    }
    try pictures.demandChannel(of: impulse)
    for note in impulse.notes { Console.say(note) }
    let sound = InspectedSound(impulse, width: thirdOctaves ? .thirdOctave : .octave)
    let report = InspectReport(sound: sound)
    print(json ? report.json.description : report.text)
    return sound
  }

  private func draw(_ sounds: [InspectedSound]) throws(CommandFailure) {
    let gallery = Gallery(sounds: sounds, options: pictures, spectrogram: spectrogram)
    if pictures.isWritten { try gallery.write() }
    if !json, pictures.isDrawn { print(try gallery.letters(), terminator: "") }
  }
}
