// Σ over all partitions but the newest of X H, for this block and, ahead of time, for the next one.
//
// The next block's older partitions meet only blocks that are here already. One reading of taps and
// history therefore serves two blocks: partition k multiplies block s for this sum and block s + 1
// for the next. One half of the units does so now, the other half did when the last block came, and
// takes what was summed then; so every block has the same work. Per product, half as many bytes cross
// the caches, which is what products of long responses wait for.
//
// Layout, all streamed forwards from the oldest block to the newest:
//   x: [units][slots], a ring over slots: `start` is the slot of the oldest block used
//   h: [units][stride], of which the first `count` partitions, reversed, times the tile's paths
//   y: [units], the sums of this block; ahead: [units / 2], those of the next
// Half `turn`, 0 or 1, of the units within the limits is summed: neighbours, for the processor fetches
// neighbours ahead. Both limits are even, and the same in every call for these units.
//
// `newest` is the slot of the newest block where its product is to be added in the same go, which a
// tile that is alone on its outputs can do; negative where it comes later, see NewestProducts.
//
// The order of summation follows the partitions alone, neither the ring nor the turn: the same past
// gives the same bits, wherever the ring stands and whenever a unit was summed.

import CVector

/// Where a run of blocks, and the run one block later, lie in the ring of a history row.
private struct Run {
  /// Blocks before the last slot, whose successor is next to them.
  let first: Int
  /// Whether the last slot is reached: its successor is the first slot.
  let wraps: Bool
  /// Blocks from the first slot on.
  let second: Int
  let last: Int

  @inline(__always) @_noLocks
  init(slots: Int, start: Int, count: Int) {
    last = slots &- 1
    let untilLast = last &- start
    wraps = count > untilLast
    first = wraps ? untilLast : count
    second = wraps ? count &- untilLast &- 1 : 0
  }
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
  _ x: UnsafePointer<Sample>, _ h: UnsafePointer<Sample>, _ y: UnsafeMutablePointer<Sample>,
  _ ahead: UnsafeMutablePointer<Sample>, _ lowerUnit: Int, _ upperUnit: Int, _ turn: Int,
  _ slots: Int, _ start: Int, _ newest: Int, _ count: Int, _ stride: Int, _ accumulates: Bool
) {
  let run = Run(slots: slots, start: start, count: count)
  let half = (upperUnit &- lowerUnit) / 2, first = lowerUnit &+ turn &* half
  let other = turn == 0 ? half : 0 &- half
  var row = units(x) + first &* slots
  var taps = units(h) + first &* stride
  var place = units(y) + first, next = units(ahead) + lowerUnit / 2
  var left = half
  while left > 0 {
    var p = LoneSum(), q = LoneSum()
    accumulate(row + start, taps, run.first, &p, &q)
    if run.wraps {
      p.add(row[run.last], taps[run.first])
      q.add(row[0], taps[run.first])
      accumulate(row, taps + (run.first &+ 1), run.second, &p, &q)
    }
    if newest >= 0 {
      place[0] = sum(p.total(), row[newest], taps[count])
      place[other] = sum(
        next[0], row[other &* slots &+ newest], taps[other &* stride &+ count])
    } else {
      if !accumulates { place[other] = next[0] }
      put(p.total(), place, accumulates)
    }
    put(q.total(), next, accumulates)
    row += slots
    taps += stride
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

/// One input, two outputs `p`, `q`; the input is read once for both.
@_noLocks @inline(never)
public func multiplyOlder1x2(
  _ x: UnsafePointer<Sample>, _ h: UnsafePointer<Sample>, _ p: UnsafeMutablePointer<Sample>,
  _ q: UnsafeMutablePointer<Sample>, _ aheadP: UnsafeMutablePointer<Sample>,
  _ aheadQ: UnsafeMutablePointer<Sample>, _ lowerUnit: Int, _ upperUnit: Int, _ turn: Int,
  _ slots: Int, _ start: Int, _ newest: Int, _ count: Int, _ stride: Int, _ accumulates: Bool
) {
  let run = Run(slots: slots, start: start, count: count)
  let half = (upperUnit &- lowerUnit) / 2, first = lowerUnit &+ turn &* half
  let other = turn == 0 ? half : 0 &- half
  var row = units(x) + first &* slots
  var taps = units(h) + first &* stride
  var place = (units(p) + first, units(q) + first)
  var next = (units(aheadP) + lowerUnit / 2, units(aheadQ) + lowerUnit / 2)
  var left = half
  while left > 0 {
    var sums = Sums()
    accumulate(row + start, taps, run.first, &sums)
    if run.wraps {
      sums.add(row[run.last], row[0], taps + 2 &* run.first)
      accumulate(row, taps + 2 &* (run.first &+ 1), run.second, &sums)
    }
    put(sums, place, next, other, accumulates)
    if newest >= 0 {
      let h = taps + 2 &* count
      addNewest(row[newest], h, place)
      addNewest(
        row[other &* slots &+ newest], h + other &* stride, (place.0 + other, place.1 + other))
    }
    row += slots
    taps += stride
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

/// Two inputs `a`, `b`, two outputs `p`, `q`; paths in the order a→p, a→q, b→p, b→q. Each input is
/// read once for both outputs.
@_noLocks @inline(never)
public func multiplyOlder2x2(
  _ a: UnsafePointer<Sample>, _ b: UnsafePointer<Sample>, _ h: UnsafePointer<Sample>,
  _ p: UnsafeMutablePointer<Sample>, _ q: UnsafeMutablePointer<Sample>,
  _ aheadP: UnsafeMutablePointer<Sample>, _ aheadQ: UnsafeMutablePointer<Sample>,
  _ lowerUnit: Int, _ upperUnit: Int, _ turn: Int, _ slots: Int, _ start: Int, _ newest: Int,
  _ count: Int, _ stride: Int, _ accumulates: Bool
) {
  let run = Run(slots: slots, start: start, count: count)
  let half = (upperUnit &- lowerUnit) / 2, first = lowerUnit &+ turn &* half
  let other = turn == 0 ? half : 0 &- half
  // Two units: far enough to come from memory, near enough to stay.
  let soon = 2 &* stride
  var rowA = units(a) + first &* slots
  var rowB = units(b) + first &* slots
  var taps = units(h) + first &* stride
  var place = (units(p) + first, units(q) + first)
  var next = (units(aheadP) + lowerUnit / 2, units(aheadQ) + lowerUnit / 2)
  var left = half
  while left > 0 {
    var sums = Sums()
    accumulate(rowA + start, rowB + start, taps, run.first, soon, &sums)
    if run.wraps {
      let edge = taps + 4 &* run.first
      sums.add(rowA[run.last], rowA[0], edge)
      sums.add(rowB[run.last], rowB[0], edge + 2)
      accumulate(rowA, rowB, edge + 4, run.second, soon, &sums)
    }
    put(sums, place, next, other, accumulates)
    if newest >= 0 {
      let h = taps + 4 &* count, g = h + other &* stride, distant = other &* slots &+ newest
      addNewest(rowA[newest], h, place)
      addNewest(rowB[newest], h + 2, place)
      addNewest(rowA[distant], g, (place.0 + other, place.1 + other))
      addNewest(rowB[distant], g + 2, (place.0 + other, place.1 + other))
    }
    rowA += slots
    rowB += slots
    taps += stride
    place = (place.0 + 1, place.1 + 1)
    next = (next.0 + 1, next.1 + 1)
    left &-= 1
  }
}
