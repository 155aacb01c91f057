public import ArgumentParser
internal import Convolution
public import Engine
internal import Realtime
internal import Session
internal import SignalProcessing
internal import SoundFiles

/// `convolve render IN -o OUT --ir IR`
struct Render: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Convolve a sound file with an impulse response.",
    discussion: """
      The level is exact: a unit impulse gives back every bit. The whole tail is kept unless told \
      otherwise. The output appears under its name only when it is complete. Several channels: 1 \
      channel of impulse response serves every channel of sound; as many as the sound has serve one \
      each; 4 for 2 are true stereo (LL LR RL RR); n x n are a matrix; a mono sound goes through \
      each channel to an output of its own.
      """)

  @Argument(help: "The sound file.") var input: String
  @Option(name: [.short, .long], help: "The file to write; its extension chooses the format.")
  var output: String
  @Option(help: "The impulse response.") var ir: String
  @Option(help: "auto, mono, diagonal, true-stereo or matrix.")
  var layout: ImpulseLayout = .auto
  @Option(parsing: .unconditional, help: "Level of the convolved sound in dB.")
  var wet = Level.unity
  @Option(
    parsing: .unconditional, help: "Level of the untouched sound in dB; left out if not given.")
  var dry: Level?
  @Option(help: "Delay of the convolved sound: 20ms, 0.02s, 960samples.")
  var predelay: Time?
  @Option(help: "full: let it ring out; cut: as long as the input.")
  var tail: TailChoice = .full
  @Option(help: "int16, int24, int32, float32 or float64; the input's if not given.")
  var encoding: SoundEncoding.Sample?
  @Option(
    help: """
      Render in blocks of so many frames with the daemon's partitions, which gives the daemon's \
      samples; chosen for speed if not given.
      """)
  var block: Int?
  @Flag(help: "Replace the output if it exists.") var force = false
  @Flag(help: "Say nothing but errors.") var quiet = false

  enum TailChoice: String, ExpressibleByArgument, CaseIterable { case full, cut }

  func validate() throws {
    if let block, !(64...8192).contains(block) || block & (block - 1) != 0 {
      throw ValidationError("--block is \(block); allowed are the powers of two from 64 to 8192.")
    }
  }

  func run() throws {
    Denormals.flushToZero()
    Interruption.hold()
    let reader = try unwrap { () throws(SoundFileError) in try SoundFileReader(path: input) }
    let matrix = try matrix(for: reader)
    try render(reader, matrix)
  }

  private func render(_ reader: SoundFileReader, _ matrix: ImpulseMatrix) throws {
    let plan = plan(for: matrix)
    let chain = Self.chain(matrix)
    let engine = RenderEngine(chain, blockFrames: plan.blockFrames) { _ in plan }
    let writer = try unwrap { () throws(SoundFileError) in
      try SoundFileWriter(
        path: output, sampleRate: reader.sampleRate, channelCount: matrix.outputCount,
        encoding: try outputEncoding(reader), replacing: force ? .existing : .never,
        notAliasing: [reader.identity])
    }
    var render = OfflineRender(
      engine, tailFrames: chain.tailFrames, tail: tail == .full ? .full : .cut)
    var progress = Progress(
      sampleRate: reader.sampleRate, frameCount: reader.declaredFrameCount,
      isShown: !quiet && Console.isTerminal)
    var signal: Int32?
    let read = try unwrap { () throws(SoundFileError) in
      try render.run(from: reader, to: writer) { frames in
        progress.show(framesRead: frames)
        signal = Interruption.pending()
        return signal == nil ? .proceed : .cancel
      }
    }
    progress.end()
    guard let read else {
      writer.discard()
      throw ExitCode(128 + (signal ?? 2))
    }
    try unwrap { () throws(SoundFileError) in try writer.commit() }
    report(read, writer, plan, speed: progress.speed(read))
  }

  private func unwrap<Value>(
    _ body: () throws(SoundFileError) -> Value
  ) throws(ExitCode) -> Value {
    do throws(SoundFileError) { return try body() } catch { throw failure(error) }
  }

  private func outputEncoding(_ reader: SoundFileReader) throws(SoundFileError) -> SoundEncoding {
    var wanted = reader.encoding
    if let encoding { wanted.sample = encoding }
    return try SoundEncoding(path: output, like: wanted)
  }

  /// The impulse response at the input's rate, laid over its channels.
  private func matrix(for reader: SoundFileReader) throws -> ImpulseMatrix {
    let impulse = try unwrap { () throws(SoundFileError) in
      try ImpulseResponse.load(path: ir).resampled(to: reader.sampleRate)
    }
    if !quiet { for note in impulse.notes { Console.say(note) } }
    guard let predelayFrames = predelay.map({ $0.frames(at: reader.sampleRate) }) ?? 0 else {
      throw failure("--predelay is longer than ten minutes; allowed is up to 600s", .usage)
    }
    let laid: ImpulseMatrix
    if reader.channelCount == 1 && impulse.channelCount > 1 && layout == .auto {
      laid = ImpulseLayout.fanOut(impulses: impulse.channels)
    } else {
      do throws(ImpulseLayoutError) {
        laid = try layout.matrix(impulses: impulse.channels, channels: reader.channelCount)
      } catch {
        throw failure("\(ir): \(error)", .badSound)
      }
    }
    return WetDry(
      wet: wet.amplitude, dry: dry?.amplitude ?? 0, predelayFrames: predelayFrames
    ).applied(to: laid)
  }

  private func plan(for matrix: ImpulseMatrix) -> PartitionPlan {
    if let block { return Planner(goal: .live).plan(matrix, blockFrames: block) }
    return Planner().offlinePlan(matrix)
  }

  /// A mono sound that goes to several outputs is first spread over as many channels.
  private static func chain(_ matrix: ImpulseMatrix) -> Chain {
    let convolve = Chain.Stage.convolve(
      ConvolveStage(
        inputs: Array(0..<matrix.inputCount), outputs: Array(0..<matrix.outputCount),
        matrix: matrix))
    if matrix.outputCount <= matrix.inputCount {
      return Chain(inputCount: matrix.inputCount, stages: [convolve])
    }
    let spread = RouteStage(
      outputs: (0..<matrix.outputCount).map { channel in
        channel < matrix.inputCount ? [.init(input: channel, gain: 1)] : []
      })
    return Chain(inputCount: matrix.inputCount, stages: [.route(spread), convolve])
  }

  private func report(
    _ framesRead: Int, _ writer: SoundFileWriter, _ plan: PartitionPlan, speed: Double
  ) {
    if writer.clippedSampleCount > 0 {
      Console.say(
        """
        \(output): \(writer.clippedSampleCount) samples clipped at full scale; turn it down with \
        --wet or write --encoding float32
        """)
    }
    if writer.nonFiniteSampleCount > 0 {
      Console.say(
        """
        \(output): \(writer.nonFiniteSampleCount) samples were not numbers and are silent now; \
        look for them in \(input)
        """)
    }
    if quiet { return }
    Console.say(
      """
      \(output): \(writer.frameCount) frames, \(writer.channelCount) channels, \
      \(writer.sampleRate) Hz, \(writer.encoding.sample.rawValue); tail \
      \(writer.frameCount - framesRead) frames; partitions \(plan); \
      \(speed.text(decimals: 0)) x real time
      """)
  }
}

extension ImpulseLayout: ExpressibleByArgument {}
