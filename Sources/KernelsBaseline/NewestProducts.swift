// Y += X H of the newest partition, which no earlier block could know.
//
// The newest block is in `slot`; `taps` points to the newest partition. Unless the sums hold something
// already, Y = X H.

public import CVector

@inline(__always) @_noLocks
private func put(
  _ x: Unit, _ h: Unit, _ place: UnsafeMutablePointer<Unit>, _ accumulates: Bool
) {
  place[0] = accumulates ? sum(place[0], x, h) : product(x, h)
}

/// One input, one output.
@_noLocks @inline(never)
public func multiplyNewest1x1(
  _ products: UnsafePointer<cv_products>, _ history: UnsafePointer<Sample>, _ slot: Int
) {
  let t = products.pointee
  var row = t.row(t.rows.0, history) + (t.lower &* t.slots &+ slot)
  var taps = t.filters() + t.lower &* t.stride
  var place = sums(t.sums.0) + t.lower
  var left = t.upper &- t.lower
  while left > 0 {
    put(row[0], taps[0], place, t.accumulates)
    row += t.slots
    taps += t.stride
    place += 1
    left &-= 1
  }
}

/// One input, two outputs.
@_noLocks @inline(never)
public func multiplyNewest1x2(
  _ products: UnsafePointer<cv_products>, _ history: UnsafePointer<Sample>, _ slot: Int
) {
  let t = products.pointee
  var row = t.row(t.rows.0, history) + (t.lower &* t.slots &+ slot)
  var taps = t.filters() + t.lower &* t.stride
  var place = (sums(t.sums.0) + t.lower, sums(t.sums.1) + t.lower)
  var left = t.upper &- t.lower
  while left > 0 {
    let u = row[0]
    put(u, taps[0], place.0, t.accumulates)
    put(u, taps[1], place.1, t.accumulates)
    row += t.slots
    taps += t.stride
    place = (place.0 + 1, place.1 + 1)
    left &-= 1
  }
}

/// Two inputs, two outputs; paths in the order a→p, a→q, b→p, b→q.
@_noLocks @inline(never)
public func multiplyNewest2x2(
  _ products: UnsafePointer<cv_products>, _ history: UnsafePointer<Sample>, _ slot: Int
) {
  let t = products.pointee, first = t.lower &* t.slots &+ slot
  var rowA = t.row(t.rows.0, history) + first, rowB = t.row(t.rows.1, history) + first
  var taps = t.filters() + t.lower &* t.stride
  var place = (sums(t.sums.0) + t.lower, sums(t.sums.1) + t.lower)
  var left = t.upper &- t.lower
  while left > 0 {
    let u = rowA[0], v = rowB[0]
    put(u, taps[0], place.0, t.accumulates)
    put(u, taps[1], place.1, t.accumulates)
    put(v, taps[2], place.0, true)
    put(v, taps[3], place.1, true)
    rowA += t.slots
    rowB += t.slots
    taps += t.stride
    place = (place.0 + 1, place.1 + 1)
    left &-= 1
  }
}
