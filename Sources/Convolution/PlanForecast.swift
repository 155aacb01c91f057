/// What a plan will take of the processor and of memory, by the schedule of each stage.
struct PlanForecast {
  /// Nanoseconds of each callback of the plan's longest period.
  let callbacks: [Double]
  let blockFrames: Int
  /// Spectra, histories and buffers.
  let byteCount: Int

  init(
    _ matrix: ImpulseMatrix, blockFrames: Int, stages: [PartitionPlan.Stage], costs: KernelCosts
  ) {
    let longest = stages.reduce(blockFrames) { max($0, $1.partitionFrames) }
    let isDirect = PartitionPlan.directBlockFrames.contains(blockFrames)
    let taps = isDirect ? PartitionPlan.directTapCount * matrix.paths.count : 0
    // The call itself counts as one more stage's bookkeeping.
    let always =
      Double(taps * blockFrames) * costs.direct + Double(stages.count + 1) * costs.stage
    var callbacks = [Double](repeating: always, count: max(longest / blockFrames, 1))
    let inputs = matrix.usedInputs
    var samples = 2 * longest * matrix.inputCount
    var spectra = 0
    for stage in stages {
      let layout = TileLayout(
        matrix.paths.compactMap { PathExtent(of: $0, in: stage) }, inputs: inputs)
      let units = stage.partitionFrames / 8
      spectra += layout.tiles.reduce(
        2 * stage.partitionFrames * stage.partitionCount * inputs.count
      ) {
        $0 + $1.sampleCount(units: units)
      }
      let prices = costs.prices(
        of: stage, isTiled: layout.tiles.contains { $0.shape == .twoByTwo },
        footprintBytes: Double(spectra * MemoryLayout<Sample>.stride))
      let schedule = StageSchedule(stage, layout, blockFrames: blockFrames, prices: prices)
      samples +=
        StageBuffers(
          layout, frames: stage.partitionFrames, schedule, blockFrames: blockFrames
        ).sampleCount
      Self.add(schedule.partCosts, of: stage, blockFrames: blockFrames, to: &callbacks)
    }
    self.callbacks = callbacks
    self.blockFrames = blockFrames
    byteCount = (samples + spectra) * MemoryLayout<Sample>.stride
  }

  /// An immediate stage works in the callback that completes its block, a spread one in all of them.
  private static func add(
    _ parts: [Double], of stage: PartitionPlan.Stage, blockFrames: Int, to callbacks: inout [Double]
  ) {
    let period = max(stage.partitionFrames / blockFrames, 1)
    for index in callbacks.indices {
      let phase = index % period
      if stage.timing == .spread {
        callbacks[index] += parts[phase]
      } else if phase == period - 1 {
        callbacks[index] += parts[0]
      }
    }
  }

  var load: ConvolverLoad {
    let sum = callbacks.reduce(0, +)
    return ConvolverLoad(
      meanNanosecondsPerFrame: sum / Double(callbacks.count * blockFrames),
      worstCallbackNanoseconds: callbacks.max() ?? 0)
  }
}
