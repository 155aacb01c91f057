internal import CVector

/// The taps for one fraction of a frame, and their product with a channel.
///
/// All channels of an output frame share the taps, so they are interpolated once.
struct ResamplingFilter: ~Copyable {
  /// `[rowCount][tapCount]`.
  private let table: UnsafeMutablePointer<Float>
  /// The taps for the fraction last prepared.
  private let taps: UnsafeMutablePointer<Float>

  /// Thread: control.
  init() {
    let tableCount = ResamplingTable.rowCount * ResamplingTable.tapCount
    let memory = UnsafeMutableRawPointer.allocate(
      byteCount: (tableCount + ResamplingTable.tapCount) * MemoryLayout<Float>.stride,
      alignment: 64)
    let table = memory.bindMemory(
      to: Float.self, capacity: tableCount + ResamplingTable.tapCount)
    table.initialize(repeating: 0, count: tableCount + ResamplingTable.tapCount)
    ResamplingTable.fill(table)
    self.table = table
    taps = table + tableCount
  }

  deinit { table.deallocate() }

  /// Interpolates the taps between the four rows next to the fraction, in 2^-64 frames.
  ///
  /// Lagrange's cubic: rows at -1, 0, 1 and 2, the place between 0 and 1.
  @_noLocks
  func prepare(fraction: UInt64) {
    let bits = ResamplingTable.phaseBits
    let row = Int(truncatingIfNeeded: fraction >> (64 &- bits))
    let x = Float((fraction << bits) >> 40) * 0x1p-24
    let weights = (
      cv_splat(-x * (x - 1) * (x - 2) / 6),
      cv_splat((x + 1) * (x - 1) * (x - 2) / 2),
      cv_splat(-(x + 1) * x * (x - 2) / 2),
      cv_splat((x + 1) * x * (x - 1) / 6)
    )
    let count = ResamplingTable.tapCount
    let rows = UnsafeRawPointer(table + row &* count)
    let stride = count &* MemoryLayout<Float>.stride
    var place = 0
    while place < stride {
      let first = cv_multiply(weights.0, load(rows, place))
      let second = cv_multiply_add(weights.1, load(rows, place &+ stride), first)
      let third = cv_multiply_add(weights.2, load(rows, place &+ 2 &* stride), second)
      let sum = cv_multiply_add(weights.3, load(rows, place &+ 3 &* stride), third)
      UnsafeMutableRawPointer(taps).storeBytes(of: sum, toByteOffset: place, as: cv_f32x8.self)
      place &+= 32
    }
  }

  /// The sum of `tapCount` neighbouring samples, each times its tap.
  @_noLocks
  func apply(to samples: UnsafePointer<Float>) -> Float {
    let samples = UnsafeRawPointer(samples)
    let taps = UnsafeRawPointer(taps)
    let bytes = ResamplingTable.tapCount &* MemoryLayout<Float>.stride
    // Three sums, so that no addition waits for the one before.
    var sums = (cv_f32x8.zero, cv_f32x8.zero, cv_f32x8.zero)
    var place = 0
    while place < bytes {
      sums.0 = cv_multiply_add(load(samples, place), load(taps, place), sums.0)
      sums.1 = cv_multiply_add(load(samples, place &+ 32), load(taps, place &+ 32), sums.1)
      sums.2 = cv_multiply_add(load(samples, place &+ 64), load(taps, place &+ 64), sums.2)
      place &+= 96
    }
    return cv_add(cv_add(sums.0, sums.1), sums.2).sum()
  }

  @_noLocks @inline(__always)
  private func load(_ memory: UnsafeRawPointer, _ offset: Int) -> cv_f32x8 {
    memory.loadUnaligned(fromByteOffset: offset, as: cv_f32x8.self)
  }
}
