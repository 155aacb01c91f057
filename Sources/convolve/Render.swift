internal import ArgumentParser
internal import Convolution
internal import Engine
internal import Realtime
internal import Rendering
internal import Session
internal import SignalProcessing
internal import SoundFiles

/// `convolve render IN -o OUT --ir IR`
struct Render: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Convolve a sound file with an impulse response.",
    discussion: """
      The level is exact: a unit impulse gives back every bit, of int32 and float64 the leading 24 \
      unless --precision is double. The whole tail is kept unless told otherwise. The output \
      appears under its name only when it is complete. Several channels: 1 channel of impulse \
      response serves every channel of sound; as many as the sound has serve one each; 4 for 2 are \
      true stereo (LL LR RL RR); n x n are a matrix; a mono sound goes through each channel to an \
      output of its own.
      """)

  @Argument(help: "The sound file.") var input: String
  @Option(
    name: [.short, .long],
    help: .init("The file to write; its extension chooses the format.", valueName: "file"))
  var output: String
  @Option(help: .init("The impulse response.", valueName: "file")) var ir: String
  @Option(help: "What the channels of the impulse response mean; auto: told by their number.")
  var layout: ImpulseLayout = .auto
  @Option(
    parsing: .unconditional,
    help: .init("Level of the convolved sound; 0 if not given.", valueName: "dB"),
    transform: Level.init(typed:))
  var wet = Level.unity
  @Option(
    parsing: .unconditional,
    help: .init("Level of the untouched sound; left out if not given.", valueName: "dB"),
    transform: Level.init(typed:))
  var dry: Level?
  @Option(
    parsing: .unconditional,
    help: .init(
      "Delay of the convolved sound: 20ms, 0.02s or 960samples; a bare number is milliseconds.",
      valueName: "time"),
    transform: Time.init(typed:))
  var predelay: Time?
  @Option(help: "full: let it ring out; cut: as long as the input.")
  var tail: TailChoice = .full
  @Option(help: "How samples are stored; as in the input if not given.")
  var encoding: SoundEncoding.Sample?
  @Option(
    parsing: .unconditional,
    help: .init(
      """
      Render in blocks of so many frames, partitioned for a flat load as in the daemon; chosen for \
      speed if not given.
      """, valueName: "frames"))
  var block: Int?
  @Option(
    help: """
      single: 24 bits throughout, as in the daemon; double: 53 bits throughout, at less than half \
      the speed.
      """)
  var precision: PrecisionChoice = .single
  @Option(
    parsing: .unconditional,
    help: .init(
      """
      Threads that render at the same time; as many as there are processors if not given. The \
      samples are the same for any number.
      """, valueName: "threads"))
  var jobs: Int?
  @Option(
    name: .customLong("plan"),
    help: .init(
      """
      The partitions, such as "256x8 1024x6s": with those that the daemon prints, the samples are \
      the daemon's. Those that begin with d64 need --block as well.
      """, valueName: "partitions"))
  var partitions: String?
  @Flag(help: "Replace the output if it exists.") var force = false
  @Flag(help: "Say nothing but warnings and errors.") var quiet = false

  enum TailChoice: String, ExpressibleByArgument, CaseIterable { case full, cut }

  enum PrecisionChoice: String, ExpressibleByArgument, CaseIterable { case single, double }

  func validate() throws {
    if let block, !(16...8192).contains(block) || block & (block - 1) != 0 {
      throw ValidationError("--block is \(block); allowed are the powers of two from 16 to 8192.")
    }
    if let jobs, !(1...256).contains(jobs) {
      throw ValidationError("--jobs is \(jobs); allowed are 1 to 256.")
    }
    do throws(PartitionPlanError) {
      if let partitions { _ = try PartitionPlan(parsing: partitions, blockFrames: block) }
    } catch {
      throw ValidationError("--plan \(error)")
    }
  }

  func run() throws {
    Denormals.flushToZero()
    let reader = try unwrap { () throws(SoundFileError) in try SoundFileReader(path: input) }
    let encoding = try SoundEncoding.chosen(
      for: output, asked: encoding, preferred: reader.encoding.sample)
    let convolution = try convolution(for: reader)
    // Until now there is nothing to clean up.
    Interruption.hold()
    let writer = try unwrap { () throws(SoundFileError) in
      try SoundFileWriter(
        path: output, sampleRate: reader.sampleRate, channelCount: convolution.outputCount,
        encoding: encoding, replacing: force ? .existing : .never,
        notAliasing: [reader.identity] + [FileIdentity(path: ir)].compactMap(\.self))
    }
    let speed = try render(convolution, reader, into: writer)
    try unwrap { () throws(SoundFileError) in try writer.commit() }
    report(reader, writer, convolution.partitions, speed: speed)
  }

  /// Writes everything; gives the seconds of sound per second.
  private func render(
    _ convolution: any OfflineConvolution, _ reader: SoundFileReader, into writer: SoundFileWriter
  ) throws -> Double {
    var progress = Progress(
      sampleRate: reader.sampleRate, frameCount: reader.declaredFrameCount,
      isShown: !quiet && Console.isTerminal)
    defer { progress.end() }
    var interruption: ExitCode?
    let framesRead = try unwrap { () throws(SoundFileError) in
      try convolution.render(
        from: reader, to: writer, jobs: jobs ?? Processors.availableCount
      ) { frames in
        progress.show(framesDone: frames)
        interruption = Interruption.pending()
        return interruption == nil ? .proceed : .cancel
      }
    }
    if let interruption { throw interruption }
    return progress.speed(framesRead ?? 0)
  }

  private func report(
    _ reader: SoundFileReader, _ writer: SoundFileWriter, _ partitions: String, speed: Double
  ) {
    Warnings.say(about: reader)
    Warnings.say(
      about: writer,
      clipping: "turn it down with --wet, or write a .wav file with --encoding float32",
      origin: input)
    if quiet { return }
    Console.say(
      """
      \(output): \(counted(writer.frameCount, "frame")), \
      \(counted(writer.channelCount, "channel")), \(writer.sampleRate) Hz, \
      \(writer.encoding.sample.rawValue); tail \
      \(counted(writer.frameCount - reader.readFrameCount, "frame")); partitions \(partitions); \
      \(speed.text(decimals: 0)) x real time
      """)
  }
}
