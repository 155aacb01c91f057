internal import ArgumentParser
internal import Batch
internal import Convolution
internal import Engine

/// The impulse response, and how it is applied.
struct FilterOptions: ParsableArguments {
  @Option(help: .init("The impulse response.", valueName: "file")) var ir: String?
  @Option(
    help: .init(
      """
      Render through the chain of this configuration of the daemon, in its blocks and below its \
      ceiling: the samples are the daemon's, without its latency.
      """, valueName: "file"))
  var chain: String?
  @Option(help: "What the channels of the impulse response mean; auto: told by their number.")
  var layout: ImpulseLayout = .auto
  @Option(
    help: .init(
      """
      Use these channels of the impulse response alone, in this order, from 1: 2,1. What is left \
      is laid over the sound as if the file had no others.
      """, valueName: "numbers"),
    transform: ChannelNumbers.init(argument:))
  var irChannels: ChannelNumbers?
  @Option(
    parsing: .unconditional,
    help: .init(
      """
      Use the impulse response up to so long after its main peak only: 50ms, 0.05s or 2400samples; \
      50ms:0.2 for a fifth of many files, chosen by --seed.
      """, valueName: "time"),
    transform: EarlyPart.init(typed:))
  var early: EarlyPart?
  @Flag(
    help: """
      Apply the impulse response without turning it: each frame of the output is the sum of the taps \
      times the frames of the input from there on. It begins at lag 0 and is as long as the input.
      """)
  var correlate = false
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
      single: 24 bits throughout, as in the daemon; double: 53 bits throughout, slower.
      """)
  var precision: PrecisionChoice = .single
  @Option(
    name: .customLong("plan"),
    help: .init(
      """
      The partitions, such as "256x8 1024x6s": with those that the daemon prints, the samples are \
      the daemon's. Those that begin with d64 need --block as well.
      """, valueName: "partitions"))
  var partitions: String?

  /// Whether anything was said about an impulse response.
  private var isAsked: Bool {
    ir != nil || irChannels != nil || layout != .auto || early != nil || correlate || block != nil
      || partitions != nil
      || precision != .single
  }

  enum PrecisionChoice: String, ExpressibleByArgument, CaseIterable { case single, double }

  /// The file that the filter comes from.
  var source: String { chain ?? ir ?? "" }

  func validate() throws {
    if chain != nil && isAsked {
      throw ValidationError(
        """
        --chain says how the sound is filtered; leave --ir, --ir-channels, --layout, --early, \
        --correlate, --block, --plan and --precision out.
        """)
    }
    if let block, !(16...8192).contains(block) || block & (block - 1) != 0 {
      throw ValidationError("--block is \(block); allowed are the powers of two from 16 to 8192.")
    }
    do throws(PartitionPlanError) {
      if let partitions { _ = try PartitionPlan(parsing: partitions, blockFrames: block) }
    } catch {
      throw ValidationError("--plan \(error)")
    }
  }
}
