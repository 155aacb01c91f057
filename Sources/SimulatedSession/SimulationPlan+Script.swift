internal import SimulatedDevices

extension SimulationPlan {
  /// Leaves out all faults but those with these numbers, and keeps the cure at the end.
  package mutating func keepChanges(_ numbers: Set<Int>) {
    let cure = script.last?.number
    script.removeAll { !numbers.contains($0.number) && $0.number != cure }
  }

  /// Leaves out what only one of the layers can show: a library asks the hardware more often than its
  /// model does, so that nothing may depend on the number of calls; and it does not pass on every lie.
  package mutating func keepComparable() {
    for habits in [\SimulationPlan.captureHabits, \.playbackHabits] {
      self[keyPath: habits] = .init(granularityFrames: self[keyPath: habits].granularityFrames)
    }
    script.removeAll {
      switch $0.change {
      case .lie, .shorten, .wakeEarly, .unplugInCall, .suspendInCall, .hangDrain: true
      default: false
      }
    }
  }

  /// Whether time passes in which the cards capture nothing, which nobody can tell from loss.
  var hasStandstill: Bool {
    script.contains {
      switch $0.change {
      case .freeze, .stick: true
      default: false
      }
    }
  }

  /// One line.
  package var summary: String {
    let cards = isOneCard ? "one card" : "two cards"
    return "seed 0x\(String(seed, radix: 16)): \(seconds) s at \(sampleRate) Hz, \(channelCount) "
      + "channels, period \(periodFrames), latency \(latencyFrames), buffer \(bufferFrames), "
      + "\(cards), \(captureDrift.ppm) and \(playbackDrift.ppm) ppm, grains of "
      + "\(captureHabits.granularityFrames) and \(playbackHabits.granularityFrames)"
  }
}

extension SimulationResult {
  package var summary: String {
    "hash 0x\(String(hash, radix: 16)), \(stepCount) steps\n\(truth)\n\(session)\n"
      + counts.joined(separator: ", ")
  }
}
