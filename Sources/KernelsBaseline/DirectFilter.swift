// A short filter in direct form, for blocks too short to be worth a transform.

@inline(__always) @_noLocks
private func load(_ p: UnsafePointer<Sample>) -> Vector {
  UnsafeRawPointer(p).loadUnaligned(as: Vector.self)
}

/// Adds the filtered block to `output`: y(n) += Σ over t of h(t) x(n - t).
///
/// `input` points to the block's first sample and must be preceded by `tapCount` samples of the
/// past. `tapCount` is even, `frames` a multiple of 16. Even and odd taps of two vectors make four
/// independent chains.
@_noLocks @inline(never)
public func directFilter(
  _ input: UnsafePointer<Sample>, _ taps: UnsafePointer<Sample>, _ tapCount: Int,
  _ output: UnsafeMutablePointer<Sample>, _ frames: Int
) {
  var frame = 0
  while frame < frames {
    let x = input + frame
    var a = load(output + frame), b = load(output + frame + 8)
    var c = splat(0), d = splat(0)
    var tap = 0
    while tap < tapCount {
      let even = splat(taps[tap]), odd = splat(taps[tap + 1])
      a = multiplyAdd(load(x - tap), even, a)
      b = multiplyAdd(load(x - tap + 8), even, b)
      c = multiplyAdd(load(x - tap - 1), odd, c)
      d = multiplyAdd(load(x - tap + 7), odd, d)
      tap += 2
    }
    let place = UnsafeMutableRawPointer(output + frame)
    place.storeBytes(of: a + c, as: Vector.self)
    place.storeBytes(of: b + d, toByteOffset: MemoryLayout<Vector>.stride, as: Vector.self)
    frame += 16
  }
}
