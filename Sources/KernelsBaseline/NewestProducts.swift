// Y += X H of the newest partition, which no earlier block could know.
//
// x points to the newest slot of the first unit, h to the newest partition; units follow each other
// `slots` and `stride` apart. Without `accumulates`, Y = X H.

@inline(__always) @_noLocks
private func put(
  _ x: Unit, _ h: Unit, _ place: UnsafeMutablePointer<Unit>, _ accumulates: Bool
) {
  place[0] = accumulates ? sum(place[0], x, h) : product(x, h)
}

/// One input, one output.
@_noLocks @inline(never)
public func multiplyNewest1x1(
  _ x: UnsafePointer<Sample>, _ h: UnsafePointer<Sample>, _ y: UnsafeMutablePointer<Sample>,
  _ lowerUnit: Int, _ upperUnit: Int, _ slots: Int, _ stride: Int, _ accumulates: Bool
) {
  var row = units(x) + lowerUnit &* slots, taps = units(h) + lowerUnit &* stride
  var place = units(y) + lowerUnit
  var left = upperUnit &- lowerUnit
  while left > 0 {
    put(row[0], taps[0], place, accumulates)
    row += slots
    taps += stride
    place += 1
    left &-= 1
  }
}

/// One input, two outputs.
@_noLocks @inline(never)
public func multiplyNewest1x2(
  _ x: UnsafePointer<Sample>, _ h: UnsafePointer<Sample>, _ p: UnsafeMutablePointer<Sample>,
  _ q: UnsafeMutablePointer<Sample>, _ lowerUnit: Int, _ upperUnit: Int, _ slots: Int,
  _ stride: Int, _ accumulates: Bool
) {
  var row = units(x) + lowerUnit &* slots, taps = units(h) + lowerUnit &* stride
  var placeP = units(p) + lowerUnit, placeQ = units(q) + lowerUnit
  var left = upperUnit &- lowerUnit
  while left > 0 {
    let u = row[0]
    put(u, taps[0], placeP, accumulates)
    put(u, taps[1], placeQ, accumulates)
    row += slots
    taps += stride
    placeP += 1
    placeQ += 1
    left &-= 1
  }
}

/// Two inputs, two outputs; paths in the order a→p, a→q, b→p, b→q.
@_noLocks @inline(never)
public func multiplyNewest2x2(
  _ a: UnsafePointer<Sample>, _ b: UnsafePointer<Sample>, _ h: UnsafePointer<Sample>,
  _ p: UnsafeMutablePointer<Sample>, _ q: UnsafeMutablePointer<Sample>,
  _ lowerUnit: Int, _ upperUnit: Int, _ slots: Int, _ stride: Int, _ accumulates: Bool
) {
  var rowA = units(a) + lowerUnit &* slots, rowB = units(b) + lowerUnit &* slots
  var taps = units(h) + lowerUnit &* stride
  var placeP = units(p) + lowerUnit, placeQ = units(q) + lowerUnit
  var left = upperUnit &- lowerUnit
  while left > 0 {
    let u = rowA[0], v = rowB[0]
    put(u, taps[0], placeP, accumulates)
    put(u, taps[1], placeQ, accumulates)
    put(v, taps[2], placeP, true)
    put(v, taps[3], placeQ, true)
    rowA += slots
    rowB += slots
    taps += stride
    placeP += 1
    placeQ += 1
    left &-= 1
  }
}
