internal import AudioDevices

/// What goes wrong in a run, drawn from its seed.
///
/// Each seed turns on a part of the kinds only, so that some runs see one fault often and others see
/// many together ("swarm testing", Groce et al. 2012).
package enum FaultScript {
  /// - Parameter start: of the faults; nanoseconds.
  /// - Parameter end: from here on nothing is wrong; nanoseconds.
  /// - Parameter meanInterval: between two faults; nanoseconds.
  package static func draw(
    seed: UInt64, from start: Int, to end: Int, meanInterval: Int
  ) -> [ScriptedChange] {
    var generator = SeededGenerator(seed: seed, purpose: .faults)
    var kinds = (0..<kindCount).filter { _ in generator.chance(0.3) }
    if kinds.isEmpty { kinds = [generator.below(kindCount)] }
    var script: [ScriptedChange] = []
    var time = start
    while true {
      // Bursts and lulls: the interval's own size is drawn first.
      time += generator.within(0...max(Int(Double(4 * meanInterval) * generator.unit()), 1))
      if time >= end { break }
      let change = change(generator.pick(kinds), &generator)
      script.append(ScriptedChange(time: time, change: change, number: script.count + 1))
    }
    script.append(ScriptedChange(time: end, change: .heal, number: script.count + 1))
    return script
  }

  private static let kindCount = 19

  private static func change(_ kind: Int, _ generator: inout SeededGenerator) -> WorldChange {
    let side: StreamDirection = generator.chance(0.5) ? .capture : .playback
    // From a millisecond to ten seconds, short ones more often.
    let duration = Int(Double(1_000_000) * generator.heavyTail(limit: 10_000))
    return kind < 10
      ? cardChange(kind, side, duration, &generator) : callChange(kind, side, duration, &generator)
  }

  private static func cardChange(
    _ kind: Int, _ side: StreamDirection, _ duration: Int, _ generator: inout SeededGenerator
  ) -> WorldChange {
    switch kind {
    case 0:
      .stall(generator.pick([.capture, .playback, .control, nil]), 3 * duration)
    case 1: .xrun(side)
    case 2: .suspend(side, 20 * duration, cannotResume: generator.chance(0.5))
    case 3: .unplug(side, 50 * duration)
    case 4: .unplugInCall(side, calls: generator.within(1...100), 50 * duration)
    case 5: .suspendInCall(side, calls: generator.within(1...100), 20 * duration)
    case 6: .replugOther(side, 100 * duration)
    case 7: .freeze(side, 50 * duration)
    case 8: .stick(side)
    default: .drift(side, generator.within(-500, 500))
    }
  }

  private static func callChange(
    _ kind: Int, _ side: StreamDirection, _ duration: Int, _ generator: inout SeededGenerator
  ) -> WorldChange {
    let calls = Int(generator.heavyTail(limit: 50))
    switch kind {
    case 10: return .lie(side, calls: calls, generator.chance(0.5) ? .beyond : .negative)
    case 11: return .shorten(side, calls: calls)
    case 12: return .wakeEarly(side, waits: calls)
    case 13: return .failTransfers(side, calls: calls, generator.pick([5, 11, 4, 16]))
    case 14: return .failPrepare(side, calls: calls, generator.pick([5, 16, 11]))
    case 15: return .failStart(side, calls: calls, generator.pick([5, 16, 32]))
    case 16: return .hold(side, 100 * duration)
    case 17:
      return .refuseOpen(side, calls: calls, generator.pick([.failed, .busy, .missing]))
    default:
      return generator.chance(0.7) ? .hangClose(side, 100 * duration) : .hangDrain
    }
  }

  /// Leaves out what a failure does not need: delta debugging.
  ///
  /// - Parameter fails: whether the run still fails with this script.
  /// - Returns: a script that fails and of which no single change can be left out; its last change,
  ///   which cures all, always stays.
  /// Source: Zeller, Hildebrandt 2002, "Simplifying and isolating failure-inducing input".
  package static func minimised(
    _ script: [ScriptedChange], fails: ([ScriptedChange]) -> Bool
  ) -> [ScriptedChange] {
    guard let heal = script.last else { return script }
    var rest = Array(script.dropLast())
    var pieces = 2
    while !rest.isEmpty {
      let length = max((rest.count + pieces - 1) / pieces, 1)
      var hasShrunk = false
      for start in stride(from: 0, to: rest.count, by: length) {
        var candidate = rest
        candidate.removeSubrange(start..<min(start + length, rest.count))
        guard fails(candidate + [heal]) else { continue }
        rest = candidate
        hasShrunk = true
        break
      }
      if !hasShrunk && length == 1 { break }
      pieces = hasShrunk ? max(pieces - 1, 2) : min(2 * pieces, rest.count)
    }
    return rest + [heal]
  }
}
