#if canImport(Glibc)
  import Glibc
#endif

/// Zeroed, cache-line aligned samples that live as long as this object.
///
/// The audio thread never touches the object, only copies of `base` taken at preparation: a class
/// reference read there would be counted.
///
/// Thread: made and freed off the audio thread.
final class SampleMemory {
  let base: UnsafeMutablePointer<Sample>
  let count: Int

  private static let largePageBytes = 2 << 20

  /// - Complexity: touches every page, so that no later access faults.
  init(count: Int) {
    let capacity = max(count, 16)
    let bytes = capacity * MemoryLayout<Sample>.stride
    let isLarge = bytes >= Self.largePageBytes
    let raw = UnsafeMutableRawPointer.allocate(
      byteCount: bytes, alignment: isLarge ? Self.largePageBytes : 64)
    #if canImport(Glibc)
      if isLarge { madvise(raw, bytes, Int32(MADV_HUGEPAGE)) }
    #endif
    base = raw.bindMemory(to: Sample.self, capacity: capacity)
    base.initialize(repeating: 0, count: capacity)
    self.count = count
  }

  deinit { base.deallocate() }
}
