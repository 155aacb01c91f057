import CVector

/// One stage at work: the spectra of past blocks, and the blocks on their way out.
///
/// A block's products are summed over all partitions in the frequency domain, brought back by one
/// inverse per output, and played while the next block is collected. The overlap of each inverse
/// waits in `carries` for the next.
///
/// Thread: made and freed off the audio thread, used by it alone.
struct ConvolutionStage: ~Copyable {
  private let filters: StageFilters
  private let memory: SampleMemory
  private let timing: PartitionPlan.Timing
  private let isHead: Bool

  private let kernels: Kernels
  private let transform: cv_transform
  private let tiles: UnsafeMutablePointer<Tile>
  private let spectra: UnsafeMutablePointer<Sample>
  private let frames: Int
  private let blockFrames: Int
  private let slots: Int

  private let work: UnsafeMutablePointer<Work>
  private let ends: UnsafeMutablePointer<Int>
  private let partCount: Int
  private let inputs: UnsafeMutablePointer<Int>
  private let inputCount: Int
  private let outputs: UnsafeMutablePointer<Int>
  private let outputCount: Int

  /// `[row][unit][slot]`: spectra of past blocks.
  private let history: UnsafeMutablePointer<Sample>
  /// `[column][unit]`
  private let accumulators: UnsafeMutablePointer<Sample>
  /// `[column][frame]`
  private let carries: UnsafeMutablePointer<Sample>
  /// `[2][column][frame]`: one half plays while the other is filled.
  private let results: UnsafeMutablePointer<Sample>
  private let scratch: UnsafeMutablePointer<Sample>

  /// Slot of the block under work.
  private var slot = 0
  /// Callbacks since the last block was complete.
  private var phase = 0
  private var playingHalf = 0
  /// Where the block under work begins in the input ring.
  private var source: Int
  /// Where a spread stage reads silence until its first block is complete.
  private let silentSource: Int

  /// - Parameter ringFrames: frames of the input ring; a multiple of twice the partition.
  init(_ filters: StageFilters, blockFrames: Int, ringFrames: Int, level: ProcessorLevel) {
    let stage = filters.stage
    self.filters = filters
    self.blockFrames = blockFrames
    frames = stage.partitionFrames
    timing = stage.timing
    isHead = stage.offsetFrames == 0
    kernels = Kernels(level: level)
    transform = filters.transform.tables
    tiles = filters.tiles
    spectra = filters.spectra.base
    slots = filters.layout.tiles.map { $0.firstPartition + $0.partitionCount }.max() ?? 1
    silentSource = ringFrames - stage.partitionFrames
    source = silentSource

    let schedule = StageSchedule(filters, blockFrames: blockFrames)
    work = .allocate(capacity: max(schedule.work.count, 1))
    work.initialize(from: schedule.work, count: schedule.work.count)
    ends = .allocate(capacity: schedule.ends.count)
    ends.initialize(from: schedule.ends, count: schedule.ends.count)
    partCount = stage.partitionFrames / blockFrames
    (inputs, inputCount) = Self.copy(filters.layout.inputs)
    (outputs, outputCount) = Self.copy(filters.layout.outputs)

    let spectrum = 2 * frames
    memory = SampleMemory(
      count: inputCount * slots * spectrum + outputCount * (spectrum + 3 * frames) + spectrum)
    history = memory.base
    accumulators = history + inputCount * slots * spectrum
    carries = accumulators + outputCount * spectrum
    results = carries + outputCount * frames
    scratch = results + 2 * outputCount * frames
  }

  private static func copy(_ channels: [Int]) -> (UnsafeMutablePointer<Int>, Int) {
    let place = UnsafeMutablePointer<Int>.allocate(capacity: max(channels.count, 1))
    place.initialize(from: channels, count: channels.count)
    return (place, channels.count)
  }

  deinit {
    work.deallocate()
    ends.deallocate()
    inputs.deallocate()
    outputs.deallocate()
  }

  /// Bytes of history and buffers.
  var byteCount: Int { memory.count * MemoryLayout<Sample>.stride }

  /// Adds this stage's output for one block of the engine.
  ///
  /// - Parameter ring: `[input][ringFrames]`, the newest block at `position` already written.
  /// - Parameter output: `[output][blockFrames]`, added to.
  /// - Thread: audio.
  @_noLocks
  mutating func render(
    _ ring: UnsafePointer<Sample>, ringFrames: Int, position: Int,
    into output: UnsafeMutablePointer<Sample>
  ) {
    if isHead {
      source = position
      run(0, ends[0], ring, ringFrames)
      finishBlock()
      play(into: output)
      return
    }
    play(into: output)
    switch timing {
    case .spread:
      run(phase == 0 ? 0 : ends[phase - 1], ends[phase], ring, ringFrames)
    case .immediate:
      break
    }
    phase += 1
    if phase < partCount { return }

    phase = 0
    let complete = (position + blockFrames + ringFrames - frames) % ringFrames
    switch timing {
    case .spread:
      finishBlock()
      source = complete
    case .immediate:
      source = complete
      run(0, ends[0], ring, ringFrames)
      finishBlock()
    }
  }

  /// Forgets all past input.
  @_noLocks
  mutating func reset() {
    kernels.clear(memory.base, count: memory.count & ~7)
    slot = 0
    phase = 0
    playingHalf = 0
    source = silentSource
  }

  @inline(__always) @_noLocks
  private mutating func finishBlock() {
    slot = slot + 1 == slots ? 0 : slot + 1
    playingHalf = 1 - playingHalf
  }

  @inline(__always) @_noLocks
  private func play(into output: UnsafeMutablePointer<Sample>) {
    let half = results + playingHalf * outputCount * frames + phase * blockFrames
    var column = 0
    while column < outputCount {
      kernels.add(
        half + column * frames, to: output + outputs[column] * blockFrames, count: blockFrames)
      column += 1
    }
  }

  @_noLocks
  private func run(
    _ lower: Int, _ upper: Int, _ ring: UnsafePointer<Sample>, _ ringFrames: Int
  ) {
    var index = lower
    while index < upper {
      switch work[index] {
      case .forward(let row):
        kernels.forward(
          transform, block(ring, ringFrames, row), work: scratch, spectrum: newest(row),
          stride: slots)
      case .forwardRoot(let row, let columns):
        kernels.forwardRoot(
          transform, block(ring, ringFrames, row), work: scratch, columns: columns)
      case .forwardSubtree(let row, let child):
        kernels.forwardSubtree(
          transform, work: scratch, child: child, spectrum: newest(row), stride: slots)
      case .multiply(let tile, let units):
        multiply(tiles[tile], units)
      case .inverse(let column):
        kernels.inverse(
          transform, accumulator(column), carry: carries + column * frames, block: filling(column))
      case .inverseSubtree(let column, let child):
        kernels.inverseSubtree(transform, accumulator(column), child: child)
      case .inverseRoot(let column, let columns):
        kernels.inverseRoot(
          transform, accumulator(column), carry: carries + column * frames,
          block: filling(column), columns: columns)
      }
      index += 1
    }
  }

  @inline(__always) @_noLocks
  private func multiply(_ tile: Tile, _ units: Range<Int>) {
    let oldest = slot - (tile.firstPartition + tile.partitionCount - 1)
    let run = HistoryRun(
      slots: slots, start: oldest < 0 ? oldest + slots : oldest, count: tile.partitionCount)
    let taps = spectra + tile.spectrumOffset
    switch tile.shape {
    case .oneByOne:
      kernels.multiplyAccumulate(
        row(tile.rows.0), taps, into: accumulator(tile.columns.0), units: units, run: run,
        accumulates: tile.accumulates)
    case .twoByTwo:
      kernels.multiplyAccumulate(
        row(tile.rows.0), row(tile.rows.1), taps, into: accumulator(tile.columns.0),
        accumulator(tile.columns.1), units: units, run: run, accumulates: tile.accumulates)
    }
  }

  @inline(__always) @_noLocks
  private func block(
    _ ring: UnsafePointer<Sample>, _ ringFrames: Int, _ row: Int
  ) -> UnsafePointer<Sample> {
    ring + inputs[row] * ringFrames + source
  }

  @inline(__always) @_noLocks
  private func row(_ row: Int) -> UnsafeMutablePointer<Sample> {
    history + row * slots * 2 * frames
  }

  @inline(__always) @_noLocks
  private func newest(_ index: Int) -> UnsafeMutablePointer<Sample> { row(index) + 16 * slot }

  @inline(__always) @_noLocks
  private func accumulator(_ column: Int) -> UnsafeMutablePointer<Sample> {
    accumulators + column * 2 * frames
  }

  /// The half that is not playing.
  @inline(__always) @_noLocks
  private func filling(_ column: Int) -> UnsafeMutablePointer<Sample> {
    results + ((1 - playingHalf) * outputCount + column) * frames
  }
}
