internal import Glibc

extension SimulatedStream {
  /// What the state alone answers to a transfer: 0 while it is allowed, else a negative errno.
  var standstill: Int {
    switch state {
    case .prepared, .running: 0
    case .draining: direction == .capture ? 0 : -Int(EBADFD)
    case .open, .setup: -Int(EBADFD)
    case .xrun: -Int(EPIPE)
    case .suspended: -Int(ESTRPIPE)
    case .disconnected: -Int(ENODEV)
    }
  }

  /// `snd_pcm_prepare`: from any state but open and disconnected.
  package func prepare() -> Int {
    beginCall()
    if state == .disconnected { return -Int(ENODEV) }
    if state == .open { return -Int(EBADFD) }
    if state.isMoving { return -Int(EBUSY) }
    if card.isAsleep { return refusal(-Int(EAGAIN)) }
    let failure = refusal(min(side.faults.prepare.take(), takeFailure()))
    if failure < 0 { return failure }
    if application > hardware { halt(.prepared) }
    if side.faults.isStuck { world.checker?.recovery?.noteUnable() }
    side.faults.isStuck = false
    application = 0
    hardware = 0
    state = .prepared
    return 0
  }

  /// `snd_pcm_start`: a playback stream that holds nothing underruns at once.
  package func start() -> Int {
    beginCall()
    if state == .disconnected { return -Int(ENODEV) }
    guard state == .prepared else { return standstill < 0 ? standstill : -Int(EBADFD) }
    let failure = refusal(min(side.faults.start.take(), takeFailure()))
    if failure < 0 { return failure }
    if direction == .playback && application == 0 { return -Int(EPIPE) }
    startFrames = card.frames(at: now)
    state = .running
    return 0
  }

  /// `snd_pcm_resume`: EAGAIN while the system wakes up, ENOSYS where the driver cannot.
  package func resume() -> Int {
    beginCall()
    guard state == .suspended else { return standstill }
    if card.isAsleep { return refusal(-Int(EAGAIN)) }
    let failure = refusal(min(side.faults.resume.take(), takeFailure()))
    if failure < 0 { return failure }
    // No clock goes on through sleep; as many drivers do, it wants to be prepared.
    state = .setup
    return 0
  }

  /// `snd_pcm_drop`.
  package func drop() {
    beginCall()
    if state == .disconnected || state == .open { return }
    halt(.setup)
  }

  /// `snd_pcm_drain` without waiting: 0 once all is played.
  package func drain() -> Int {
    beginCall()
    if state.isMoving || state == .prepared {
      let failure = takeFailure()
      if failure < 0 { return failure }
    }
    switch state {
    case .running: state = .draining
    case .prepared:
      if application == 0 { state = .setup } else { return startDraining() }
    case .xrun: halt(.setup)
    case .draining, .setup: break
    case .open, .suspended, .disconnected: return standstill
    }
    return state == .setup ? 0 : -Int(EAGAIN)
  }

  private func startDraining() -> Int {
    let code = start()
    if code == 0 { state = .draining }
    return code == 0 ? -Int(EAGAIN) : code
  }
}
