// Walks the tree below the root: breadth first while the nodes fit the cache, depth first above.
import CVector

/// Units that stay in the first-level cache from one pass to the next: 16 KiB, half of the 32 KiB
/// that today's processors have. Found by timing 4…64 KiB; larger spills, smaller gains nothing.
@inline(__always) @_noLocks private func cachedUnits() -> Int {
  16 * 1024 / MemoryLayout<Unit>.stride
}

/// Nodes of one pass: `count` neighbours from `first` on.
struct Nodes {
  var pass: Int
  var first: Int
  var count: Int
}

extension cv_transform {
  /// Units of a node of this pass.
  @inline(__always) @_noLocks func units(_ pass: Int) -> Int { (points >> (2 * pass)) / 8 }

  /// The constants of a pass's first node: a pass of 4^p nodes follows 1 + 4 + … + 4^(p-1) nodes.
  @inline(__always) @_noLocks func constants(_ pass: Int) -> UnsafePointer<Sample> {
    nodes.assumingMemoryBound(to: Sample.self) + 2 * ((1 << (2 * pass)) - 1)
  }

  var leavesAre32: Bool {
    @inline(__always) @_noLocks get { points >> (2 * passes) == 32 }
  }

  @inline(__always) @_noLocks func vectors(_ leaf: Int) -> UnsafePointer<Unit> {
    leafVectors.assumingMemoryBound(to: Unit.self) + 7 * leaf
  }

  @inline(__always) @_noLocks func scalars(_ leaf: Int) -> UnsafePointer<Sample> {
    leafScalars.assumingMemoryBound(to: Sample.self) + 16 * leaf
  }
}

/// Transforms the subtrees of `n`, at `x`, and stores their spectra `stride` units apart in `out`,
/// which is the place of the whole tree's spectrum.
@_noLocks
func descend(
  _ t: cv_transform, _ x: UnsafeMutablePointer<Unit>, _ n: Nodes, _ out: UnsafeMutablePointer<Unit>,
  _ stride: Int
) {
  let units = t.units(n.pass)
  if n.pass == t.passes {
    forwardLeaves(t, x, n.first * units / 8, n.count * units / 8, out, stride)
  } else if n.count > 1 && n.count * units > cachedUnits() {
    var k = 0
    while k < n.count {
      descend(
        t, x + k * units, Nodes(pass: n.pass, first: n.first + k, count: 1), out, stride)
      k += 1
    }
  } else {
    let z = t.constants(n.pass) + 6 * n.first
    var k = 0
    while k < n.count {
      forwardNode(x + k * units, units / 4, z + 6 * k)
      k += 1
    }
    descend(
      t, x, Nodes(pass: n.pass + 1, first: 4 * n.first, count: 4 * n.count), out, stride)
  }
}

@_noLocks
private func forwardLeaves(
  _ t: cv_transform, _ x: UnsafePointer<Unit>, _ first: Int, _ count: Int,
  _ out: UnsafeMutablePointer<Unit>, _ stride: Int
) {
  let pairs = t.leavesAre32
  var k = 0
  while k < count {
    let z = t.scalars(first + k), w = t.vectors(first + k)
    let place = out + 8 * (first + k) * stride
    if pairs {
      forwardLeaves32(x + 8 * k, z, w, place, stride)
    } else {
      forwardLeaf64(x + 8 * k, z, w, place, stride)
    }
    k += 1
  }
}

/// Undoes the subtrees of `n` in place.
@_noLocks
func ascend(_ t: cv_transform, _ x: UnsafeMutablePointer<Unit>, _ n: Nodes) {
  let units = t.units(n.pass)
  if n.pass == t.passes {
    inverseLeaves(t, x, n.first * units / 8, n.count * units / 8)
  } else if n.count > 1 && n.count * units > cachedUnits() {
    var k = 0
    while k < n.count {
      ascend(t, x + k * units, Nodes(pass: n.pass, first: n.first + k, count: 1))
      k += 1
    }
  } else {
    ascend(t, x, Nodes(pass: n.pass + 1, first: 4 * n.first, count: 4 * n.count))
    let z = t.constants(n.pass) + 6 * n.first
    var k = 0
    while k < n.count {
      inverseNode(x + k * units, units / 4, z + 6 * k)
      k += 1
    }
  }
}

@_noLocks
private func inverseLeaves(
  _ t: cv_transform, _ x: UnsafeMutablePointer<Unit>, _ first: Int, _ count: Int
) {
  let pairs = t.leavesAre32
  var k = 0
  while k < count {
    let z = t.scalars(first + k), w = t.vectors(first + k)
    if pairs { inverseLeaves32(x + 8 * k, z, w) } else { inverseLeaf64(x + 8 * k, z, w) }
    k += 1
  }
}
