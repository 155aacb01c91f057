extension UnsafeMutablePointer<Float> {
  /// Copies `count` samples from memory that does not overlap.
  ///
  /// `update(from:count:)` says the same, but the compiler cannot prove that it frees nothing.
  @_noLocks
  func copySamples(from source: UnsafePointer<Float>, count: Int) {
    let bytes = count * MemoryLayout<Float>.stride
    UnsafeMutableRawPointer(self).copyMemory(from: source, byteCount: bytes)
  }
}
