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

/// to = from
@_noLocks @inline(never)
public func copyBlock(
  _ from: UnsafePointer<Sample>, _ to: UnsafeMutablePointer<Sample>, _ count: Int
) {
  var k = 0
  while k < count {
    store(load(from + k), to + k)
    k += 8
  }
}

/// to += from
@_noLocks @inline(never)
public func addBlock(
  _ from: UnsafePointer<Sample>, _ to: UnsafeMutablePointer<Sample>, _ count: Int
) {
  var k = 0
  while k < count {
    store(load(to + k) + load(from + k), to + k)
    k += 8
  }
}

/// to = 0
@_noLocks @inline(never)
public func clearBlock(_ to: UnsafeMutablePointer<Sample>, _ count: Int) {
  let zero = splat(0)
  var k = 0
  while k < count {
    store(zero, to + k)
    k += 8
  }
}

/// to += from · weights
@_noLocks @inline(never)
public func addBlockProduct(
  _ from: UnsafePointer<Sample>, _ weights: UnsafePointer<Sample>,
  _ to: UnsafeMutablePointer<Sample>, _ count: Int
) {
  var k = 0
  while k < count {
    store(multiplyAdd(load(from + k), load(weights + k), load(to + k)), to + k)
    k += 8
  }
}
