// Sample-by-sample work on whole blocks. Counts are multiples of 8; pointers need no alignment
// beyond a sample's, for these move between our memory and the caller's.

@inline(__always) @_noLocks
private func load(_ p: UnsafePointer<Sample>) -> Vector {
  UnsafeRawPointer(p).loadUnaligned(as: Vector.self)
}

@inline(__always) @_noLocks
private func store(_ v: Vector, _ p: UnsafeMutablePointer<Sample>) {
  UnsafeMutableRawPointer(p).storeBytes(of: v, as: Vector.self)
}

/// Runs over a block, four vectors at a time as long as there are as many.
@inline(__always) @_noLocks
private func forEachVector(_ count: Int, _ body: (Int) -> Void) {
  var k = 0
  while k &+ 32 <= count {
    body(k)
    body(k &+ 8)
    body(k &+ 16)
    body(k &+ 24)
    k &+= 32
  }
  while k < count {
    body(k)
    k &+= 8
  }
}

/// to = from
@_noLocks @inline(never)
public func copyBlock(
  _ from: UnsafePointer<Sample>, _ to: UnsafeMutablePointer<Sample>, _ count: Int
) {
  forEachVector(count) { store(load(from + $0), to + $0) }
}

/// to += from
@_noLocks @inline(never)
public func addBlock(
  _ from: UnsafePointer<Sample>, _ to: UnsafeMutablePointer<Sample>, _ count: Int
) {
  forEachVector(count) { store(load(to + $0) + load(from + $0), to + $0) }
}

/// to = 0
@_noLocks @inline(never)
public func clearBlock(_ to: UnsafeMutablePointer<Sample>, _ count: Int) {
  forEachVector(count) { store(splat(0), to + $0) }
}

/// to += from · weights
@_noLocks @inline(never)
public func addBlockProduct(
  _ from: UnsafePointer<Sample>, _ weights: UnsafePointer<Sample>,
  _ to: UnsafeMutablePointer<Sample>, _ count: Int
) {
  forEachVector(count) {
    store(multiplyAdd(load(from + $0), load(weights + $0), load(to + $0)), to + $0)
  }
}
