internal import Convolution
internal import Engine
internal import Session
internal import SoundFiles

/// What `convolve plan --json` prints: one object on one line, whose keys stay as they are.
struct PlanJSON {
  /// For the command's help.
  static let keys = """
    source, sample_rate, impulse_channels, impulse_frames; partitions, block_frames, stages \
    (partition_frames, partition_count, first_tap, timing: immediate or spread); inputs, outputs, \
    paths, tiles; memory_bytes, latency_frames; predicted and measured (mean_share of one core, \
    worst_block_ns), block_ns
    """

  let report: PlanReport

  func text(_ impulse: ImpulseResponse, _ matrix: ImpulseMatrix) -> String {
    let study = report.study
    let block = study.plan.blockFrames
    return Self.object([
      ("source", Self.string(impulse.source)),
      ("sample_rate", "\(report.sampleRate)"),
      ("impulse_channels", "\(impulse.channelCount)"),
      ("impulse_frames", "\(impulse.frameCount)"),
      ("partitions", Self.string(study.plan.description)),
      ("block_frames", "\(block)"),
      ("stages", "[" + study.plan.stages.map(Self.stage).joined(separator: ",") + "]"),
      ("inputs", "\(matrix.inputCount)"),
      ("outputs", "\(matrix.outputCount)"),
      ("paths", "\(study.pathCount)"),
      ("tiles", "\(study.tileCount)"),
      ("memory_bytes", "\(study.byteCount)"),
      ("latency_frames", "\(report.latencyFrames)"),
      ("predicted", load(study.predicted)),
      ("measured", load(study.measured)),
      ("block_ns", "\(1_000_000_000 * block / report.sampleRate)"),
    ])
  }

  private func load(_ load: ConvolverLoad) -> String {
    Self.object([
      ("mean_share", "\(load.meanShare(sampleRate: report.sampleRate))"),
      ("worst_block_ns", "\(Int(load.worstCallbackNanoseconds))"),
    ])
  }

  private static func stage(_ stage: PartitionPlan.Stage) -> String {
    object([
      ("partition_frames", "\(stage.partitionFrames)"),
      ("partition_count", "\(stage.partitionCount)"),
      ("first_tap", "\(stage.offsetFrames)"),
      ("timing", stage.timing == .spread ? "\"spread\"" : "\"immediate\""),
    ])
  }

  private static func object(_ members: [(String, String)]) -> String {
    "{" + members.map { "\"\($0.0)\":\($0.1)" }.joined(separator: ",") + "}"
  }

  /// Quotes, backslashes and control characters are escaped, as RFC 8259 wants; all else is UTF-8.
  static func string(_ text: String) -> String {
    let escaped = text.unicodeScalars.map { scalar -> String in
      switch scalar {
      case "\"", "\\": return "\\\(scalar)"
      case "\u{0}"..."\u{1F}":
        let digits = String(scalar.value, radix: 16)
        return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: return String(scalar)
      }
    }
    return "\"" + escaped.joined() + "\""
  }
}
