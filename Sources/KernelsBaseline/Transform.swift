// Entry points of the transform. Pointers in, pointers out: a public type of this module could make
// the linker keep one build's helper for both processor levels.
//
// Alignment: 64 bytes, but a block that an inverse writes may lie anywhere. `spectrum` holds N/8 units
// of re[8] then im[8], in tree order, `stride` units apart. `work` is N/8 units of scratch that a
// 64-point transform does not touch.
public import CVector

@inline(__always) @_noLocks
private func vectors(_ p: UnsafePointer<Sample>) -> UnsafePointer<Vector> {
  UnsafeRawPointer(p).assumingMemoryBound(to: Vector.self)
}

@inline(__always) @_noLocks
private func vectors(_ p: UnsafeMutablePointer<Sample>) -> UnsafeMutablePointer<Vector> {
  UnsafeMutableRawPointer(p).assumingMemoryBound(to: Vector.self)
}

/// Right-angle transform of N real samples.
@_noLocks @inline(never)
public func forwardTransform(
  _ tables: UnsafePointer<cv_transform>, _ block: UnsafePointer<Sample>,
  _ work: UnsafeMutablePointer<Sample>,
  _ spectrum: UnsafeMutablePointer<Sample>, _ stride: Int
) {
  let t = tables.pointee
  if t.points == 64 {
    forwardRoot64(vectors(block), t.scalars(0), t.vectors(0), units(spectrum), stride)
  } else {
    forwardRoot(vectors(block), units(work), t.points / 32, t.constants(0), 0..<t.points / 32)
    descend(t, units(work), Nodes(pass: 1, first: 0, count: 4), units(spectrum), stride)
  }
}

/// Undoes the transform of `spectrum` (stride 1, destroyed), writes head + carry to `block` and
/// leaves the tail in `carry`. The scale N is not taken out: the filters carry 1/N.
@_noLocks @inline(never)
public func inverseTransform(
  _ tables: UnsafePointer<cv_transform>, _ spectrum: UnsafeMutablePointer<Sample>,
  _ carry: UnsafeMutablePointer<Sample>, _ block: UnsafeMutablePointer<Sample>
) {
  let t = tables.pointee
  if t.points == 64 {
    inverseRoot64(
      units(spectrum), t.scalars(0), t.vectors(0), vectors(carry), vectors(block))
  } else {
    ascend(t, units(spectrum), Nodes(pass: 1, first: 0, count: 4))
    inverseRoot(
      units(spectrum), vectors(carry), vectors(block), t.points / 32, t.constants(0),
      0..<t.points / 32)
  }
}

// The same in slices for a transform spread over several callbacks: the root over a range of its
// N/32 columns, and each of the root's four subtrees. N > 64.

@_noLocks @inline(never)
public func forwardRootSlice(
  _ tables: UnsafePointer<cv_transform>, _ block: UnsafePointer<Sample>,
  _ work: UnsafeMutablePointer<Sample>,
  _ lowerColumn: Int, _ upperColumn: Int
) {
  let t = tables.pointee
  forwardRoot(vectors(block), units(work), t.points / 32, t.constants(0), lowerColumn..<upperColumn)
}

@_noLocks @inline(never)
public func forwardSubtree(
  _ tables: UnsafePointer<cv_transform>, _ work: UnsafeMutablePointer<Sample>, _ child: Int,
  _ spectrum: UnsafeMutablePointer<Sample>, _ stride: Int
) {
  let t = tables.pointee
  descend(
    t, units(work) + child * (t.points / 32), Nodes(pass: 1, first: child, count: 1),
    units(spectrum), stride)
}

@_noLocks @inline(never)
public func inverseSubtree(
  _ tables: UnsafePointer<cv_transform>, _ spectrum: UnsafeMutablePointer<Sample>, _ child: Int
) {
  let t = tables.pointee
  ascend(
    t, units(spectrum) + child * (t.points / 32), Nodes(pass: 1, first: child, count: 1))
}

@_noLocks @inline(never)
public func inverseRootSlice(
  _ tables: UnsafePointer<cv_transform>, _ spectrum: UnsafeMutablePointer<Sample>,
  _ carry: UnsafeMutablePointer<Sample>, _ block: UnsafeMutablePointer<Sample>,
  _ lowerColumn: Int, _ upperColumn: Int
) {
  let t = tables.pointee
  inverseRoot(
    units(spectrum), vectors(carry), vectors(block), t.points / 32, t.constants(0),
    lowerColumn..<upperColumn)
}
