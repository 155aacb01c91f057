internal import Convolution
internal import JSON
internal import Session
internal import SoundFiles

extension PlanReport {
  /// What `--json` prints, as `plan --help` explains it. Programs rely on the keys: new ones may
  /// come, but none is renamed, and none changes its meaning.
  static let keys = """
    file, sample_rate, impulse_channels, impulse_frames: the impulse response. \
    plan: the partitions as render --plan takes them; block_frames: frames that they work on; \
    direct_taps: taps in front of them in direct form; stages: for each partition_frames, \
    partition_count, offset_frames (its first tap) and timing (immediate or spread). \
    inputs, outputs, paths, tiles: channels, impulse responses, and products that share them. \
    memory_bytes: spectra, histories and buffers. period_frames, latency_frames: of a call, and \
    between a sample in and the same sample out. predicted, measured: for each mean_load (share of \
    a core, 1 is all of it), worst_block_ns, and worst_block_load (its share of the block's time).
    """

  func json(_ impulse: ImpulseResponse, _ matrix: ImpulseMatrix) -> JSONValue {
    let plan = study.plan
    return [
      "file": .string(impulse.source), "sample_rate": .integer(sampleRate),
      "impulse_channels": .integer(impulse.channelCount),
      "impulse_frames": .integer(impulse.frameCount), "plan": .string(plan.description),
      "block_frames": .integer(plan.blockFrames), "direct_taps": .integer(plan.headTapCount),
      "stages": .array(plan.stages.map(Self.json)), "inputs": .integer(matrix.inputCount),
      "outputs": .integer(matrix.outputCount), "paths": .integer(study.pathCount),
      "tiles": .integer(study.tileCount), "memory_bytes": .integer(study.byteCount),
      "period_frames": .integer(periodFrames), "latency_frames": .integer(latencyFrames),
      "predicted": json(study.predicted), "measured": json(study.measured),
    ]
  }

  private static func json(_ stage: PartitionPlan.Stage) -> JSONValue {
    [
      "partition_frames": .integer(stage.partitionFrames),
      "partition_count": .integer(stage.partitionCount),
      "offset_frames": .integer(stage.offsetFrames),
      "timing": .string(stage.timing == .spread ? "spread" : "immediate"),
    ]
  }

  private func json(_ load: ConvolverLoad) -> JSONValue {
    [
      "mean_load": .rounded(load.meanShare(sampleRate: sampleRate), decimals: 8),
      "worst_block_ns": .rounded(load.worstCallbackNanoseconds, decimals: 0),
      "worst_block_load": .rounded(load.worstCallbackNanoseconds / blockNanoseconds, decimals: 8),
    ]
  }
}
