/// The spectra of an impulse matrix, ready to be multiplied: immutable once built.
///
/// Memory: 8 bytes per tap and path, rounded up to whole partitions; all-zero partitions at the
/// ends of a path, and paths that have no tap in a stage, take none.
///
/// Thread: built and freed off the audio thread, which reads it through a ``PartitionedConvolver``.
public final class FilterBank: Sendable {
  public let plan: PartitionPlan
  public let inputCount: Int
  public let outputCount: Int
  public let level: ProcessorLevel
  /// Inputs that any path uses, in the order of every stage's history.
  let usedInputs: [Int]
  let head: DirectFilters
  let stages: [StageFilters]

  /// - Parameter plan: holds at least the matrix's longest path.
  /// - Parameter level: which build of the kernels to use; the best one unless a test says otherwise.
  /// - Complexity: one transform per partition and path.
  public init(
    _ matrix: ImpulseMatrix, plan: PartitionPlan, level: ProcessorLevel = .detected
  ) {
    precondition(plan.tapCapacity >= matrix.tapCount)
    self.plan = plan
    self.level = level
    inputCount = matrix.inputCount
    outputCount = matrix.outputCount
    head = DirectFilters(matrix, tapCount: plan.headTapCount)
    let used = matrix.usedInputs
    usedInputs = used
    stages = plan.stages.map {
      StageFilters(matrix, stage: $0, inputs: used, kernels: Kernels(level: level))
    }
  }

  /// Bytes that the spectra take.
  public var byteCount: Int {
    stages.reduce(0) { $0 + $1.spectra.count * MemoryLayout<Sample>.stride }
  }
}

/// One stage's share of a filter bank.
///
/// `@unchecked`: written in the initialiser only, read by any thread afterwards.
final class StageFilters: @unchecked Sendable {
  let stage: PartitionPlan.Stage
  let transform: RightAngleTransform
  let layout: TileLayout
  /// The tiles once more, where the audio thread can read them.
  let tiles: UnsafeMutablePointer<Tile>
  /// Per tile `[unit][partition, last first][path]`, the path order of the tile's kernel.
  let spectra: SampleMemory

  init(
    _ matrix: ImpulseMatrix, stage: PartitionPlan.Stage, inputs: [Int], kernels: Kernels
  ) {
    self.stage = stage
    transform = RightAngleTransform(blockFrames: stage.partitionFrames)
    layout = TileLayout(
      matrix.paths.compactMap { PathExtent(of: $0, in: stage) }, inputs: inputs)

    let units = stage.partitionFrames / 8
    var placed = layout.tiles
    var offset = 0
    for index in placed.indices {
      placed[index].spectrumOffset = offset
      offset += placed[index].sampleCount(units: units)
    }
    tiles = .allocate(capacity: max(placed.count, 1))
    tiles.initialize(from: placed, count: placed.count)
    spectra = SampleMemory(count: offset)
    writeSpectra(of: matrix, kernels: kernels)
  }

  deinit { tiles.deallocate() }

  private func writeSpectra(of matrix: ImpulseMatrix, kernels: Kernels) {
    let frames = stage.partitionFrames
    let block = SampleMemory(count: frames), work = SampleMemory(count: 2 * frames)
    for index in layout.tiles.indices {
      let tile = tiles[index]
      for (order, pair) in channelPairs(of: tile).enumerated() {
        guard let path = matrix.paths.first(where: { ($0.input, $0.output) == pair }) else {
          continue
        }
        for k in 0..<tile.partitionCount {
          let first = stage.offsetFrames + (tile.firstPartition + k) * frames
          copyScaled(path.taps, from: first, to: block.base)
          let place = (tile.partitionCount - 1 - k) * tile.shape.pathCount + order
          kernels.forward(
            transform.tables, block.base, work: work.base,
            spectrum: spectra.base + tile.spectrumOffset + 16 * place,
            stride: tile.partitionCount * tile.shape.pathCount)
        }
      }
    }
  }

  /// The transform's pair of directions multiplies by N; the filters take it out. N is a power of
  /// two, so that this costs no precision.
  private func copyScaled(_ taps: [Sample], from first: Int, to block: UnsafeMutablePointer<Sample>)
  {
    let frames = stage.partitionFrames
    let scale = 1 / Sample(frames)
    for frame in 0..<frames {
      let tap = first + frame
      block[frame] = tap < taps.count ? taps[tap] * scale : 0
    }
  }

  /// Channels of a tile's paths in the order of its kernel.
  private func channelPairs(of tile: Tile) -> [(Int, Int)] {
    let inputs = (layout.inputs[tile.rows.0], layout.inputs[tile.rows.1])
    let outputs = (layout.outputs[tile.columns.0], layout.outputs[tile.columns.1])
    switch tile.shape {
    case .oneByOne:
      return [(inputs.0, outputs.0)]
    case .oneByTwo:
      return [(inputs.0, outputs.0), (inputs.0, outputs.1)]
    case .twoByTwo:
      return [
        (inputs.0, outputs.0), (inputs.0, outputs.1), (inputs.1, outputs.0), (inputs.1, outputs.1),
      ]
    }
  }
}
