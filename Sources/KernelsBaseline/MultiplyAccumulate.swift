// Y = Σ over partitions of X H, unit by unit, accumulators in registers.
//
// Layout, both streamed forwards from the oldest block to the newest:
//   x: [units][slots], a ring over slots: `start` is the slot of the oldest block used
//   h: [units][count][paths], partitions reversed
// The ring makes two runs per unit. Keeping accumulators in memory, partition by partition, would
// double the traffic. The order of summation follows the partitions alone, never the ring: the same
// past gives the same bits wherever the ring stands.

/// Where a run of blocks lies in the ring of a history row.
struct Run {
  let slots: Int
  let start: Int
  /// Blocks before the ring's end, and after its beginning.
  let first: Int
  let second: Int

  @inline(__always) @_noLocks
  init(slots: Int, start: Int, count: Int) {
    self.slots = slots
    self.start = start
    let untilEdge = slots &- start
    first = count < untilEdge ? count : untilEdge
    second = count &- first
  }
}

/// Partial sums of one complex product: re·re, im·im, re·im, im·re. Apart, they are four
/// independent chains; the processor needs eight to fill its multipliers.
struct Products {
  var rr = splat(0)
  var ii = splat(0)
  var ri = splat(0)
  var ir = splat(0)

  @inline(__always) @_noLocks init() {}

  @inline(__always) @_noLocks
  mutating func add(_ x: Unit, _ h: Unit) {
    rr = multiplyAdd(x.re, h.re, rr)
    ii = multiplyAdd(x.im, h.im, ii)
    ri = multiplyAdd(x.re, h.im, ri)
    ir = multiplyAdd(x.im, h.re, ir)
  }

  @inline(__always) @_noLocks
  func sum() -> Unit { Unit(rr - ii, ri + ir) }
}

@inline(__always) @_noLocks
private func units(_ p: UnsafePointer<Sample>) -> UnsafePointer<Unit> {
  UnsafeRawPointer(p).assumingMemoryBound(to: Unit.self)
}

@inline(__always) @_noLocks
private func mutableUnits(_ p: UnsafeMutablePointer<Sample>) -> UnsafeMutablePointer<Unit> {
  UnsafeMutableRawPointer(p).assumingMemoryBound(to: Unit.self)
}

/// Adds `count` products, even ones and odd ones apart.
@inline(__always) @_noLocks
private func accumulate(
  _ x: UnsafePointer<Unit>, _ h: UnsafePointer<Unit>, _ count: Int, _ even: inout Products,
  _ odd: inout Products
) {
  var x = x, h = h
  // Counted by what is left and with wrapping arithmetic: checked sums would be a sixth of the loop.
  var left = count
  while left > 1 {
    even.add(x[0], h[0])
    odd.add(x[1], h[1])
    x += 2
    h += 2
    left &-= 2
  }
  if left > 0 { even.add(x[0], h[0]) }
}

/// One input, one output, units `lowerUnit..<upperUnit`.
@_noLocks @inline(never)
public func multiplyAccumulate1x1(
  _ x: UnsafePointer<Sample>, _ h: UnsafePointer<Sample>, _ y: UnsafeMutablePointer<Sample>,
  _ lowerUnit: Int, _ upperUnit: Int, _ slots: Int, _ start: Int, _ count: Int,
  _ accumulates: Bool
) {
  let run = Run(slots: slots, start: start, count: count)
  var row = units(x) + lowerUnit &* slots
  var taps = units(h) + lowerUnit &* count
  var place = mutableUnits(y) + lowerUnit
  var left = upperUnit &- lowerUnit
  while left > 0 {
    var even = Products(), odd = Products()
    accumulate(row + run.start, taps, run.first, &even, &odd)
    // The second run goes on where the first one stopped, be that an odd place.
    if run.first & 1 == 0 {
      accumulate(row, taps + run.first, run.second, &even, &odd)
    } else {
      accumulate(row, taps + run.first, run.second, &odd, &even)
    }
    let sum = even.sum() + odd.sum()
    place[0] = accumulates ? place[0] + sum : sum
    row += slots
    taps += count
    place += 1
    left &-= 1
  }
}

@inline(__always) @_noLocks
private func accumulate(
  _ x: UnsafePointer<Unit>, _ h: UnsafePointer<Unit>, _ count: Int, toBoth p: inout Products,
  _ q: inout Products
) {
  var x = x, h = h
  var left = count
  while left > 0 {
    let u = x[0]
    p.add(u, h[0])
    q.add(u, h[1])
    x += 1
    h += 2
    left &-= 1
  }
}

/// One input, two outputs `p`, `q`; the input is read once for both.
@_noLocks @inline(never)
public func multiplyAccumulate1x2(
  _ x: UnsafePointer<Sample>, _ h: UnsafePointer<Sample>, _ p: UnsafeMutablePointer<Sample>,
  _ q: UnsafeMutablePointer<Sample>, _ lowerUnit: Int, _ upperUnit: Int, _ slots: Int,
  _ start: Int, _ count: Int, _ accumulates: Bool
) {
  let run = Run(slots: slots, start: start, count: count)
  var row = units(x) + lowerUnit &* slots
  var taps = units(h) + 2 &* lowerUnit &* count
  var placeP = mutableUnits(p) + lowerUnit, placeQ = mutableUnits(q) + lowerUnit
  var left = upperUnit &- lowerUnit
  while left > 0 {
    var toP = Products(), toQ = Products()
    accumulate(row + run.start, taps, run.first, toBoth: &toP, &toQ)
    accumulate(row, taps + 2 &* run.first, run.second, toBoth: &toP, &toQ)
    placeP[0] = accumulates ? placeP[0] + toP.sum() : toP.sum()
    placeQ[0] = accumulates ? placeQ[0] + toQ.sum() : toQ.sum()
    row += slots
    taps += 2 &* count
    placeP += 1
    placeQ += 1
    left &-= 1
  }
}

@inline(__always) @_noLocks
private func accumulate(
  _ a: UnsafePointer<Unit>, _ b: UnsafePointer<Unit>, _ h: UnsafePointer<Unit>, _ count: Int,
  _ p: inout Products, _ q: inout Products
) {
  var a = a, b = b, h = h
  var left = count
  while left > 0 {
    let u = a[0], v = b[0]
    p.add(u, h[0])
    q.add(u, h[1])
    p.add(v, h[2])
    q.add(v, h[3])
    a += 1
    b += 1
    h += 4
    left &-= 1
  }
}

/// Two inputs `a`, `b`, two outputs `p`, `q`; paths in the order a→p, a→q, b→p, b→q. Each input is
/// read once for both outputs.
@_noLocks @inline(never)
public func multiplyAccumulate2x2(
  _ a: UnsafePointer<Sample>, _ b: UnsafePointer<Sample>, _ h: UnsafePointer<Sample>,
  _ p: UnsafeMutablePointer<Sample>, _ q: UnsafeMutablePointer<Sample>,
  _ lowerUnit: Int, _ upperUnit: Int, _ slots: Int, _ start: Int, _ count: Int,
  _ accumulates: Bool
) {
  let run = Run(slots: slots, start: start, count: count)
  var rowA = units(a) + lowerUnit &* slots, rowB = units(b) + lowerUnit &* slots
  var taps = units(h) + 4 &* lowerUnit &* count
  var placeP = mutableUnits(p) + lowerUnit, placeQ = mutableUnits(q) + lowerUnit
  var left = upperUnit &- lowerUnit
  while left > 0 {
    var toP = Products(), toQ = Products()
    accumulate(rowA + run.start, rowB + run.start, taps, run.first, &toP, &toQ)
    accumulate(rowA, rowB, taps + 4 &* run.first, run.second, &toP, &toQ)
    placeP[0] = accumulates ? placeP[0] + toP.sum() : toP.sum()
    placeQ[0] = accumulates ? placeQ[0] + toQ.sum() : toQ.sum()
    rowA += slots
    rowB += slots
    taps += 4 &* count
    placeP += 1
    placeQ += 1
    left &-= 1
  }
}
