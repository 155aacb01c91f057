// Σ over all partitions but the newest of X H, for this block and, ahead of time, for the next one.
//
// The next block's older partitions meet only blocks that are here already. One reading of taps and
// history therefore serves two blocks: partition k multiplies block s for this sum and block s + 1
// for the next. One half of the units does so now, the other half did when the last block came, and
// takes what was summed then; so every block has the same work. Per product, half as many bytes cross
// the caches, which is what products of long responses wait for.
//
// Taps and history are streamed forwards from the oldest block to the newest, which is in `slot`. Half
// `turn`, 0 or 1, of the units within the limits is summed: neighbours, for the processor fetches
// neighbours ahead. Both limits are even, and the same in every call for these units.
//
// A tile that is alone on its outputs adds the newest block's product in the same go; for others it
// comes later, see NewestProducts.
//
// The order of summation follows the partitions alone, neither the ring nor the turn: the same past
// gives the same bits, wherever the ring stands and whenever a unit was summed.

public import CVector

/// Where a run of blocks, and the run one block later, lie in the ring of a history row.
private struct Run {
  /// Blocks before the last slot, whose successor is next to them.
  let first: Int
  /// Whether the last slot is reached: its successor is the first slot.
  let wraps: Bool
  /// Blocks from the first slot on.
  let second: Int
  let last: Int

  /// The oldest block.
  let start: Int

  @inline(__always) @_noLocks
  init(_ t: cv_products, slot: Int) {
    let oldest = slot &- t.reach, count = t.count
    start = oldest < 0 ? oldest &+ t.slots : oldest
    last = t.slots &- 1
    let untilLast = last &- start
    wraps = count > untilLast
    first = wraps ? untilLast : count
    second = wraps ? count &- untilLast &- 1 : 0
  }
}

/// The half of the units that is summed in this block.
private struct Turn {
  let first: Int
  let count: Int
  /// From a unit of this half to its counterpart in the other.
  let other: Int

  @inline(__always) @_noLocks
  init(_ t: cv_products, turn: Int) {
    count = (t.upper &- t.lower) / 2
    first = t.lower &+ turn &* count
    other = turn == 0 ? count : 0 &- count
  }
}

extension cv_products {
  /// The past of an input, from unit 0 on.
  @inline(__always) @_noLocks
  func row(_ offset: Int, _ history: UnsafePointer<Sample>) -> UnsafePointer<Unit> {
    units(history + offset)
  }

  @inline(__always) @_noLocks
  func filters() -> UnsafePointer<Unit> { taps.assumingMemoryBound(to: Unit.self) }
}

@inline(__always) @_noLocks
func sums(_ p: UnsafeMutableRawPointer) -> UnsafeMutablePointer<Unit> {
  p.assumingMemoryBound(to: Unit.self)
}

/// Gives `sum`, or adds it to what `place` holds.
@inline(__always) @_noLocks
private func put(_ sum: Unit, _ place: UnsafeMutablePointer<Unit>, _ accumulates: Bool) {
  place[0] = accumulates ? place[0] + sum : sum
}

/// Products of `count` neighbouring blocks and their successors.
@inline(__always) @_noLocks
private func accumulate(
  _ x: UnsafePointer<Unit>, _ h: UnsafePointer<Unit>, _ count: Int, _ now: inout LoneSum,
  _ next: inout LoneSum
) {
  // Wrapping arithmetic throughout: checked sums would be a sixth of the loop.
  var k = 0
  while k < count {
    let taps = h[k]
    now.add(x[k], taps)
    next.add(x[k &+ 1], taps)
    k &+= 1
  }
}

/// One input, one output.
@_noLocks @inline(never)
public func multiplyOlder1x1(
  _ products: UnsafePointer<cv_products>, _ history: UnsafePointer<Sample>, _ slot: Int, _ turn: Int
) {
  let t = products.pointee
  let run = Run(t, slot: slot), half = Turn(t, turn: turn), other = half.other
  var row = t.row(t.rows.0, history) + half.first &* t.slots
  var taps = t.filters() + half.first &* t.stride
  var place = sums(t.sums.0) + half.first, next = sums(t.ahead.0) + t.lower / 2
  var left = half.count
  while left > 0 {
    var p = LoneSum(), q = LoneSum()
    accumulate(row + run.start, taps, run.first, &p, &q)
    if run.wraps {
      p.add(row[run.last], taps[run.first])
      q.add(row[0], taps[run.first])
      accumulate(row, taps + (run.first &+ 1), run.second, &p, &q)
    }
    if t.addsNewest {
      place[0] = sum(p.total(), row[slot], taps[t.count])
      place[other] = sum(
        next[0], row[other &* t.slots &+ slot], taps[other &* t.stride &+ t.count])
    } else {
      if !t.accumulates { place[other] = next[0] }
      put(p.total(), place, t.accumulates)
    }
    put(q.total(), next, t.accumulates)
    row += t.slots
    taps += t.stride
    place += 1
    next += 1
    left &-= 1
  }
}

/// What two outputs of a tile sum, for this block and the next.
private struct Sums {
  var p = Sum()
  var q = Sum()
  var nextP = Sum()
  var nextQ = Sum()

  @inline(__always) @_noLocks init() {}

  /// One input's block and its successor, and the taps to both outputs.
  @inline(__always) @_noLocks
  mutating func add(_ x: Unit, _ successor: Unit, _ h: UnsafePointer<Unit>) {
    let toP = h[0], toQ = h[1]
    p.add(x, toP)
    q.add(x, toQ)
    nextP.add(successor, toP)
    nextQ.add(successor, toQ)
  }
}

@inline(__always) @_noLocks
private func accumulate(
  _ x: UnsafePointer<Unit>, _ h: UnsafePointer<Unit>, _ count: Int, _ sums: inout Sums
) {
  var x = x, h = h
  var left = count
  while left > 0 {
    sums.add(x[0], x[1], h)
    x += 1
    h += 2
    left &-= 1
  }
}

/// One input, two outputs; the input is read once for both.
@_noLocks @inline(never)
public func multiplyOlder1x2(
  _ products: UnsafePointer<cv_products>, _ history: UnsafePointer<Sample>, _ slot: Int, _ turn: Int
) {
  let t = products.pointee
  let run = Run(t, slot: slot), half = Turn(t, turn: turn), other = half.other
  var row = t.row(t.rows.0, history) + half.first &* t.slots
  var taps = t.filters() + half.first &* t.stride
  var place = (sums(t.sums.0) + half.first, sums(t.sums.1) + half.first)
  var next = (sums(t.ahead.0) + t.lower / 2, sums(t.ahead.1) + t.lower / 2)
  var left = half.count
  while left > 0 {
    var sums = Sums()
    accumulate(row + run.start, taps, run.first, &sums)
    if run.wraps {
      sums.add(row[run.last], row[0], taps + 2 &* run.first)
      accumulate(row, taps + 2 &* (run.first &+ 1), run.second, &sums)
    }
    put(sums, place, next, other, t.accumulates)
    if t.addsNewest {
      let h = taps + 2 &* t.count
      addNewest(row[slot], h, place)
      addNewest(
        row[other &* t.slots &+ slot], h + other &* t.stride, (place.0 + other, place.1 + other))
    }
    row += t.slots
    taps += t.stride
    place = (place.0 + 1, place.1 + 1)
    next = (next.0 + 1, next.1 + 1)
    left &-= 1
  }
}

/// Writes a unit's sums and fetches its counterpart's.
@inline(__always) @_noLocks
private func put(
  _ sums: Sums, _ place: (UnsafeMutablePointer<Unit>, UnsafeMutablePointer<Unit>),
  _ next: (UnsafeMutablePointer<Unit>, UnsafeMutablePointer<Unit>), _ other: Int,
  _ accumulates: Bool
) {
  if !accumulates {
    place.0[other] = next.0[0]
    place.1[other] = next.1[0]
  }
  put(sums.p.total(), place.0, accumulates)
  put(sums.q.total(), place.1, accumulates)
  put(sums.nextP.total(), next.0, accumulates)
  put(sums.nextQ.total(), next.1, accumulates)
}

@inline(__always) @_noLocks
private func addNewest(
  _ x: Unit, _ h: UnsafePointer<Unit>,
  _ place: (UnsafeMutablePointer<Unit>, UnsafeMutablePointer<Unit>)
) {
  place.0[0] = sum(place.0[0], x, h[0])
  place.1[0] = sum(place.1[0], x, h[1])
}

/// Fetches the taps of a unit `soon` spectra ahead meanwhile: taps of long responses come from far.
@inline(__always) @_noLocks
private func accumulate(
  _ a: UnsafePointer<Unit>, _ b: UnsafePointer<Unit>, _ h: UnsafePointer<Unit>, _ count: Int,
  _ soon: Int, _ sums: inout Sums
) {
  var a = a, b = b, h = h
  var left = count
  while left > 0 {
    prefetch4(h + soon)
    sums.add(a[0], a[1], h)
    sums.add(b[0], b[1], h + 2)
    a += 1
    b += 1
    h += 4
    left &-= 1
  }
}

@inline(__always) @_noLocks
private func prefetch4(_ h: UnsafePointer<Unit>) {
  cv_prefetch(h)
  cv_prefetch(h + 1)
  cv_prefetch(h + 2)
  cv_prefetch(h + 3)
}

/// Two inputs a and b, two outputs p and q; paths in the order a→p, a→q, b→p, b→q. Each input is read
/// once for both outputs.
@_noLocks @inline(never)
public func multiplyOlder2x2(
  _ products: UnsafePointer<cv_products>, _ history: UnsafePointer<Sample>, _ slot: Int, _ turn: Int
) {
  let t = products.pointee
  let run = Run(t, slot: slot), half = Turn(t, turn: turn), other = half.other
  // Two units: far enough to come from memory, near enough to stay.
  let soon = 2 &* t.stride
  var rowA = t.row(t.rows.0, history) + half.first &* t.slots
  var rowB = t.row(t.rows.1, history) + half.first &* t.slots
  var taps = t.filters() + half.first &* t.stride
  var place = (sums(t.sums.0) + half.first, sums(t.sums.1) + half.first)
  var next = (sums(t.ahead.0) + t.lower / 2, sums(t.ahead.1) + t.lower / 2)
  var left = half.count
  while left > 0 {
    var sums = Sums()
    accumulate(rowA + run.start, rowB + run.start, taps, run.first, soon, &sums)
    if run.wraps {
      let edge = taps + 4 &* run.first
      sums.add(rowA[run.last], rowA[0], edge)
      sums.add(rowB[run.last], rowB[0], edge + 2)
      accumulate(rowA, rowB, edge + 4, run.second, soon, &sums)
    }
    put(sums, place, next, other, t.accumulates)
    if t.addsNewest {
      let h = taps + 4 &* t.count, g = h + other &* t.stride, distant = other &* t.slots &+ slot
      addNewest(rowA[slot], h, place)
      addNewest(rowB[slot], h + 2, place)
      addNewest(rowA[distant], g, (place.0 + other, place.1 + other))
      addNewest(rowB[distant], g + 2, (place.0 + other, place.1 + other))
    }
    rowA += t.slots
    rowB += t.slots
    taps += t.stride
    place = (place.0 + 1, place.1 + 1)
    next = (next.0 + 1, next.1 + 1)
    left &-= 1
  }
}
