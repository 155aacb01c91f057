internal import AudioDevices

extension SimulatedStream {
  /// When a wait for so many frames would end by itself; `Int.max` for never.
  ///
  /// - Complexity: arithmetic; nothing is polled.
  package func wakeTime(frames: Int) -> Int {
    sync()
    if side.faults.spuriousWakes > 0 { return now }
    switch state {
    case .open, .setup, .xrun, .suspended, .disconnected: return now
    case .prepared: return direction == .playback && available >= frames ? now : Int.max
    case .running, .draining: return available >= frames ? now : timeMoving(frames: frames)
    }
  }

  private func timeMoving(frames: Int) -> Int {
    if side.faults.isStuck { return Int.max }
    let buffer = format.bufferFrames
    // It ends at the latest in the over- or underrun.
    let position =
      direction == .capture
      ? application + min(frames, buffer) : min(application + frames - buffer, application)
    let visible = (position + granularity - 1) / granularity * granularity
    return max(card.clock.time(reaching: startFrames + Double(visible)), now)
  }

  /// Whether a wait ends although nothing is ready.
  func takeSpuriousWake() -> Bool {
    if side.faults.takeSpuriousWake() { return true }
    return habits.spuriousChance > 0 && generator.chance(habits.spuriousChance)
  }

  /// A lie about the level, if it is time for one.
  func takeLie() -> StreamFaults.Lie? {
    if let lie = side.faults.takeLie() { return lie }
    guard habits.lieChance > 0 && generator.chance(habits.lieChance) else { return nil }
    return generator.chance(0.5) ? .beyond : .negative
  }
}
