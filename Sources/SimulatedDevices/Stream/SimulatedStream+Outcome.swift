internal import AudioDevices
internal import Glibc

extension SimulatedStream {
  /// What an answer means, with the state as the better witness; the same words as for real cards.
  func outcome(of code: Int) -> TransferOutcome {
    switch state {
    case .xrun: return .xrun
    case .suspended: return .suspended
    case .disconnected, .setup, .open: return .lost
    case .prepared, .running, .draining: break
    }
    let error = Int32(truncatingIfNeeded: -code)
    switch error {
    case ...0: return .ready
    case EAGAIN, EINTR, EBUSY: return .notYet
    case EPIPE: return .xrun
    case ESTRPIPE: return .suspended
    case ENODEV, EBADFD, ENXIO: return .lost
    default: return .failed(error)
    }
  }

  /// One attempt to make it ready, empty and not running.
  func makeReady() -> TransferOutcome {
    if state == .suspended && resume() == -Int(EAGAIN) { return .notYet }
    drop()
    let error = Int32(truncatingIfNeeded: -prepare())
    switch error {
    case 0: return .ready
    case EBUSY, EAGAIN: return .notYet
    case ENODEV, EBADFD, ENXIO: return .lost
    default: return .failed(error)
    }
  }

  /// How full the buffer is, or why nothing moves; `extra` frames more are held elsewhere.
  func level(extra: Int) -> (outcome: TransferOutcome, level: StreamLevel) {
    let available = availableFrames()
    let none = StreamLevel(frames: 0, nanoseconds: now)
    if standstill < 0 && state != .draining { return (outcome(of: standstill), none) }
    if available < 0 { return (outcome(of: available), none) }
    let buffer = format.bufferFrames
    var frames = direction == .capture ? available + extra : buffer - available
    if let lie = takeLie() {
      world.checker?.recovery?.noteUnable()
      frames = untrue(lie, truth: frames)
    }
    let possible = min(max(frames, 0), buffer)
    return (
      .ready, StreamLevel(frames: possible, nanoseconds: now, isPlausible: possible == frames)
    )
  }

  private func untrue(_ lie: StreamFaults.Lie, truth: Int) -> Int {
    let buffer = format.bufferFrames
    return switch lie {
    case .beyond: buffer + 1 + generator.below(4 * buffer)
    case .negative: -1 - generator.below(4 * buffer)
    case .jump: generator.below(buffer + 1)
    }
  }

  /// A look at whether so many frames are ready. Waiting for them is the ``Scheduler``'s.
  func poll(frames: Int) -> TransferOutcome {
    beginCall()
    if standstill < 0 { return outcome(of: standstill) }
    let failure = takeFailure()
    if failure < 0 { return outcome(of: failure) }
    if takeSpuriousWake() { return .ready }
    return state != .prepared || direction == .playback
      ? available >= frames ? .ready : .notYet : .notYet
  }
}
