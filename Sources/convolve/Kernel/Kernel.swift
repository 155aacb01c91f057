internal import ArgumentParser
internal import FilterDesign
internal import Glibc
internal import JSON
internal import Session
internal import SoundFiles

/// `convolve kernel lowpass --cutoff 2kHz --transition 500Hz -o lowpass.wav`
struct Kernel: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write a smoothing, edge or pass filter as an impulse response.",
    discussion: """
      mean:N averages N frames. gaussian:N weighs them by a Gaussian; its standard deviation in \
      frames follows from N, or is said: gaussian:25/4. difference is the slope from frame to frame, \
      sobel that of a short mean. lowpass, highpass, bandpass and bandstop are sines over their \
      argument under a Kaiser window, as short as keeps the attenuation. All have linear phase.

      With --json, one object on one line of standard output. Its keys: \(jsonKeys)
      """)

  @Argument(
    help: .init(
      """
      mean:N, gaussian:N, gaussian:N/SIGMA, difference, sobel, lowpass, highpass, bandpass or \
      bandstop.
      """, valueName: "kernel"),
    transform: KernelName.init(typed:))
  var kernel: KernelName
  @Option(
    name: [.short, .long],
    help: .init(
      """
      The file to write: a sound file, text (.txt, .csv) or raw. - for standard output, a WAV file.
      """, valueName: "file"))
  var output: String
  @Option(
    help: .init(
      "Where a pass filter is at -6 dB: 2kHz, or two for a band: 300Hz,3kHz.",
      valueName: "frequency"),
    transform: FrequencyList.init(typed:))
  var cutoff: FrequencyList?
  @Option(
    help: .init(
      "How wide the way from passing to stopping is, around the cutoff.", valueName: "frequency"),
    transform: FrequencyList.init(typed:))
  var transition: FrequencyList?
  @Option(
    parsing: .unconditional,
    help: .init(
      "How far down a pass filter stops, and how flat it passes; 90 if not given.",
      valueName: "dB"))
  var attenuation: Double?
  @Option(
    parsing: .unconditional, help: .init("Sample rate; 48000 if not given.", valueName: "Hz"),
    transform: sampleRate(typed:))
  var rate = 48000
  @Flag(
    help: """
      Turn the taps around: convolution with what is written is then correlation with the kernel.
      """)
  var correlate = false
  @Option(help: "How samples are stored; float32 if not given, int24 in FLAC.")
  var encoding: SoundEncoding.Sample?
  @Flag(help: "Replace the output if it exists.") var force = false
  @Flag(help: "Print for programs: one JSON object.") var json = false
  @Flag(help: "Say nothing but what went wrong.") var quiet = false

  func validate() throws {
    if output == standardStreamPath && json {
      throw ValidationError("-o - and --json both use standard output; give one of them.")
    }
    guard kernel.cornerCount > 0 else {
      guard cutoff == nil, transition == nil, attenuation == nil else {
        throw ValidationError(
          "--cutoff, --transition and --attenuation are for lowpass, highpass, bandpass and bandstop."
        )
      }
      return
    }
    let example = kernel.cornerCount == 1 ? "--cutoff 2kHz" : "--cutoff 300Hz,3kHz"
    guard let cutoff else { throw ValidationError("Say where it is at -6 dB, as \(example).") }
    guard cutoff.hertz.count == kernel.cornerCount else {
      throw ValidationError(
        """
        This kernel has \(counted(kernel.cornerCount, "corner")) and --cutoff names \
        \(cutoff.hertz.count); write it as \(example).
        """)
    }
    guard cutoff.hertz == cutoff.hertz.sorted() else {
      throw ValidationError("Of two corners the lower comes first; write it as \(example).")
    }
    guard let transition, transition.hertz.count == 1 else {
      throw ValidationError("Say how wide the way from passing to stopping is: --transition 500Hz.")
    }
  }

  func run() throws {
    // Who stops listening ends the program without a word.
    if output == standardStreamPath { signal(SIGPIPE, SIG_DFL) }
    do throws(CommandFailure) {
      var designed = try design()
      if correlate { designed.turn() }
      Interruption.hold()
      let writer = try ResponseWriter(
        ImpulseResponse(source: output, sampleRate: rate, channels: [designed.taps]), to: output,
        format: try ResponseFormat(output: output, asked: encoding),
        replacing: force ? .existing : .never, inputs: [])
      if let interruption = Interruption.pending() { Self.exit(withError: interruption) }
      try ResponseWriter.commit([writer])
      report(designed, writer)
    } catch {
      if json { print(failed(error)) }
      throw failure(error.description, error.status)
    }
  }

  private func report(_ designed: DesignedKernel, _ writer: ResponseWriter) {
    if let warning = writer.warning { Console.say(warning) }
    if json { return print(done(designed, writer)) }
    if quiet { return }
    for line in ["\(writer.place): \(designed.measure)"] + designed.account { Console.say(line) }
  }

  // MARK: For programs

  private static let jsonKeys = """
    v (1), ok; when not ok: status (what it exits with) and error. output: \
    \(ResponseWriter.jsonKeys). delay_frames, notes, warnings.
    """

  private func done(_ designed: DesignedKernel, _ writer: ResponseWriter) -> JSONValue {
    [
      "v": 1, "ok": true, "output": writer.json,
      "delay_frames": .rounded(designed.delay, decimals: 1),
      "notes": .array(designed.account.map { .string($0) }),
      "warnings": .array([writer.warning].compactMap(\.self).map { .string($0) }),
    ]
  }

  private func failed(_ failure: CommandFailure) -> JSONValue {
    [
      "v": 1, "ok": false, "status": .integer(Int(failure.status.rawValue)),
      "error": .string(failure.description),
    ]
  }

  private func design() throws(CommandFailure) -> DesignedKernel {
    do throws(FilterDesignError) {
      return try DesignedKernel(
        kernel, corners: cutoff?.hertz ?? [], transition: transition?.hertz[0] ?? 0,
        attenuation: attenuation ?? 90, sampleRate: rate)
    } catch {
      throw CommandFailure(error.description, .usage)
    }
  }
}
