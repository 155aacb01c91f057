/// Zeroed, cache-line aligned samples that live as long as this object.
///
/// The audio thread never touches the object, only copies of `base` taken at preparation: a class
/// reference read there would be counted.
///
/// Thread: made and freed off the audio thread.
final class SampleMemory {
  let base: UnsafeMutablePointer<Sample>
  let count: Int

  /// - Complexity: touches every page, so that no later access faults.
  init(count: Int) {
    let capacity = max(count, 16)
    let raw = UnsafeMutableRawPointer.allocate(
      byteCount: capacity * MemoryLayout<Sample>.stride, alignment: 64)
    base = raw.bindMemory(to: Sample.self, capacity: capacity)
    base.initialize(repeating: 0, count: capacity)
    self.count = count
  }

  deinit { base.deallocate() }
}
