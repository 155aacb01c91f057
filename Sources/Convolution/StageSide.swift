import CVector

/// One filter bank's share of a stage: its steps with their spectra, and the blocks made with them.
///
/// A stage has one side, and two while it changes from one bank to another: both multiply the same
/// history. Plain values and raw pointers, so that the audio thread takes a side over by its address.
struct StageSide {
  let steps: UnsafeMutablePointer<StageStep>
  let products: UnsafeMutablePointer<cv_products>
  /// Ends of the parts, as positions in `steps`.
  let ends: UnsafeMutablePointer<Int>
  /// Channels of the columns.
  let outputs: UnsafeMutablePointer<Int>
  let outputCount: Int
  /// `[column][unit]`
  let accumulators: UnsafeMutablePointer<Sample>
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
  /// What the side's steps were made of.
  let schedule: StageSchedule
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
    let program = StageProgram(
      schedule.work, filters,
      sums: StageSums(
        accumulators: samples.base, ahead: samples.base + buffers.ahead, frames: frames))
    self.filters = filters
    self.schedule = schedule
    self.samples = samples
    side = StageSide(
      steps: Self.copy(program.steps), products: Self.copy(program.products),
      ends: Self.copy(schedule.ends), outputs: Self.copy(outputs), outputCount: outputs.count,
      accumulators: samples.base, carries: samples.base + buffers.carries,
      results: samples.base + buffers.results, resultHalves: buffers.resultHalves,
      sampleCount: buffers.sampleCount)
  }

  deinit {
    side.steps.deallocate()
    side.products.deallocate()
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
