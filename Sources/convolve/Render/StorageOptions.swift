internal import ArgumentParser
internal import Session
internal import SoundFiles

/// How the result is stored.
struct StorageOptions: ParsableArguments {
  @Option(help: "How samples are stored; as in the input if not given.")
  var encoding: SoundEncoding.Sample?
  @Option(
    help: .init(
      """
      The format, such as flac24, wav16 or wavf32: the container, and bits or f and bits; by the \
      output's name and as in the input if not given.
      """, valueName: "format"),
    transform: FileFormat.init(typed:))
  var format: FileFormat?
  @Option(
    help: """
      Noise that frees rounding of distortion. auto: where samples become 16 bits that had more; \
      tpdf: for all integers; none.
      """)
  var dither: DitherChoice = .auto
  @Flag(help: "Replace the output if it exists.") var force = false

  enum DitherChoice: String, ExpressibleByArgument, CaseIterable { case auto, tpdf, none }

  func validate() throws {
    if let asked = encoding, let named = format?.sample, asked != named {
      throw ValidationError(
        """
        --format \(format?.text ?? "") stores \(named.rawValue) and --encoding \(asked.rawValue) is \
        asked for; give one of them.
        """)
    }
  }

  /// How a file of this name is stored.
  ///
  /// - Parameter input: what is kept unless something else is asked for.
  func encoding(
    for path: String, like input: SoundEncoding
  ) throws(CommandFailure) -> SoundEncoding {
    var chosen = try SoundEncoding.chosen(
      for: path, asked: encoding ?? format?.sample, preferred: input.sample)
    guard let format, format.container != chosen.container else { return chosen }
    // Both names are in use for it.
    guard (format.container, chosen.container) == (.rf64, .wav) else {
      throw CommandFailure(
        "\(path): is a name for \(chosen.container.rawValue) and --format is \(format.text); "
          + "give it another name or leave --format out", .usage)
    }
    chosen.container = format.container
    return chosen
  }

  /// Bits that dither is made for; `nil` for none.
  func ditherBits(from input: SoundEncoding.Sample, to output: SoundEncoding.Sample) -> Int? {
    guard let bits = output.integerBits else { return nil }
    switch dither {
    case .none: return nil
    case .tpdf: return bits
    // Finer steps lie below what converters resolve.
    case .auto: return output == .int16 && input != .int16 ? bits : nil
    }
  }
}

/// A container with or without how samples lie in it, as it is typed: `flac24`, `wavf32`, `caf`.
struct FileFormat {
  /// As it was typed.
  let text: String
  let container: SoundContainer
  let sample: SoundEncoding.Sample?

  private static let samples: [(String, SoundEncoding.Sample?)] = [
    ("f32", .float32), ("f64", .float64), ("16", .int16), ("24", .int24), ("32", .int32), ("", nil),
  ]

  /// - Throws: `ValidationError` with what is allowed.
  init(typed text: String) throws {
    for (ending, sample) in Self.samples where text.hasSuffix(ending) {
      guard let container = SoundContainer(rawValue: String(text.dropLast(ending.count))) else {
        continue
      }
      self.text = text
      self.container = container
      self.sample = sample
      return
    }
    throw ValidationError(
      """
      a format is wav, rf64, w64, aiff, caf or flac, alone or with 16, 24, 32, f32 or f64 behind it
      """)
  }
}
