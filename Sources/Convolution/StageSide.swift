/// One filter bank's share of a stage: its spectra, and the blocks made with them.
///
/// A stage has one side, and two while it changes from one bank to another: both multiply the same
/// history. Plain values and raw pointers, so that the audio thread takes a side over by copying.
struct StageSide {
  let tiles: UnsafeMutablePointer<Tile>
  let spectra: UnsafeMutablePointer<Sample>
  let work: UnsafeMutablePointer<Work>
  /// Ends of the parts, as positions in `work`.
  let ends: UnsafeMutablePointer<Int>
  /// Channels of the columns.
  let outputs: UnsafeMutablePointer<Int>
  let outputCount: Int
  /// Whether products are summed ahead of time.
  let hasOlder: Bool
  /// `[column][unit]`
  let accumulators: UnsafeMutablePointer<Sample>
  /// `[column][unit / 2]`: of the next block, the products of all partitions but the newest.
  let ahead: UnsafeMutablePointer<Sample>
  /// `[column][frame]`: the overlap of the last block.
  let carries: UnsafeMutablePointer<Sample>
  /// `[resultHalves][column][frame]`: of two halves, one plays while the other is filled; a single
  /// one is filled where it has been played.
  let results: UnsafeMutablePointer<Sample>
  let resultHalves: Int
  /// Samples from `accumulators` on that are this side's state.
  let sampleCount: Int
}

/// Owns what a ``StageSide`` points to.
///
/// Thread: made and freed off the audio thread.
final class StageSideMemory {
  let side: StageSide
  private let filters: StageFilters
  private let samples: SampleMemory

  init(_ filters: StageFilters, blockFrames: Int) {
    let frames = filters.stage.partitionFrames
    let outputs = filters.layout.outputs
    let schedule = StageSchedule(
      filters.stage, filters.layout, blockFrames: blockFrames,
      prices: KernelCosts.typical.prices(of: filters.stage, filters.layout))
    let buffers = StageBuffers(filters.layout, frames: frames, schedule, blockFrames: blockFrames)
    let samples = SampleMemory(count: buffers.sampleCount)
    self.filters = filters
    self.samples = samples
    side = StageSide(
      tiles: filters.tiles, spectra: filters.spectra.base, work: Self.copy(schedule.work),
      ends: Self.copy(schedule.ends), outputs: Self.copy(outputs), outputCount: outputs.count,
      hasOlder: filters.layout.hasOlder, accumulators: samples.base,
      ahead: samples.base + buffers.ahead, carries: samples.base + buffers.carries,
      results: samples.base + buffers.results, resultHalves: buffers.resultHalves,
      sampleCount: buffers.sampleCount)
  }

  deinit {
    side.work.deallocate()
    side.ends.deallocate()
    side.outputs.deallocate()
  }

  /// Bytes of buffers, without the spectra.
  var byteCount: Int { samples.count * MemoryLayout<Sample>.stride }

  private static func copy<Element>(_ values: [Element]) -> UnsafeMutablePointer<Element> {
    let place = UnsafeMutablePointer<Element>.allocate(capacity: max(values.count, 1))
    place.initialize(from: values, count: values.count)
    return place
  }
}

/// Where the buffers of a stage's side lie, in samples from the first.
struct StageBuffers {
  let ahead: Int
  let carries: Int
  let results: Int
  let resultHalves: Int
  let sampleCount: Int

  init(_ layout: TileLayout, frames: Int, _ schedule: StageSchedule, blockFrames: Int) {
    let columns = layout.outputs.count
    resultHalves = schedule.playsWhatItFills(blockFrames: blockFrames) ? 1 : 2
    // The forward transform works where the first column's products will be summed: there is one
    // even without a column.
    ahead = max(columns, 1) * 2 * frames
    carries = ahead + (layout.hasOlder ? columns * frames : 0)
    results = carries + columns * frames
    sampleCount = results + resultHalves * columns * frames
  }
}
