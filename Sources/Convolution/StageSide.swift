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
  /// `[2][column][frame]`: one half plays while the other is filled.
  let results: UnsafeMutablePointer<Sample>
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
    let schedule = StageSchedule(filters, blockFrames: blockFrames)
    let samples = SampleMemory(count: outputs.count * 6 * frames)
    self.filters = filters
    self.samples = samples
    side = StageSide(
      tiles: filters.tiles, spectra: filters.spectra.base, work: Self.copy(schedule.work),
      ends: Self.copy(schedule.ends), outputs: Self.copy(outputs), outputCount: outputs.count,
      hasOlder: filters.layout.hasOlder, accumulators: samples.base,
      ahead: samples.base + outputs.count * 2 * frames,
      carries: samples.base + outputs.count * 3 * frames,
      results: samples.base + outputs.count * 4 * frames)
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
