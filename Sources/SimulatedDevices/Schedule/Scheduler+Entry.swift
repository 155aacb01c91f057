internal import AudioDevices

extension Scheduler {
  /// One process and its present wait.
  final class Entry {
    private let world: SimulatedWorld
    let process: any SimulatedProcess
    let role: ProcessRole
    let habits: WakeHabits
    var generator: SeededGenerator
    private(set) var wake = SimulatedWake.pause(0)
    /// When the wait ends at the latest.
    private var deadline: Int
    /// How late it wakes up from this wait.
    private var delay = 0
    /// Whether the signal that it waits for has come, and when.
    private var signalTime: Int?
    /// It does not run before then: something more important does.
    var stalledUntil = 0
    /// What it waits for, and that device's stream; `nil` while it waits for something else.
    private var device: (any SimulatedDevice)?
    private var stream: SimulatedStream?
    /// When its device is ready, as long as the stream has this version.
    private var readyTime = Int.max
    private var version = -1
    /// Steps since the start of a window of time.
    private var windowStart = 0
    private(set) var windowSteps = 0

    init(
      _ process: any SimulatedProcess, role: ProcessRole, habits: WakeHabits,
      in world: SimulatedWorld
    ) {
      self.world = world
      self.process = process
      self.role = role
      self.habits = habits
      generator = world.generator(role.purpose)
      deadline = world.time.now
    }

    /// When it runs next.
    func runTime(now: Int) -> Int {
      let base: Int
      switch wake {
      case .frames(let frames, _): base = min(deviceTime(frames), deadline)
      case .signal: base = signalTime ?? deadline
      case .pause: base = deadline
      case .ended: return Int.max
      }
      let moment = base == Int.max ? base : base + delay
      return max(moment, stalledUntil)
    }

    private func deviceTime(_ frames: Int) -> Int {
      guard let stream else { return Int.max }
      if stream.version != version {
        readyTime = device?.wakeTime(frames: frames) ?? Int.max
        // After it: the look may have noticed an underrun.
        version = stream.version
      }
      return readyTime
    }

    /// Takes a signal that came meanwhile.
    func lookForSignal(now: Int) {
      guard case .signal = wake, signalTime == nil, process.takeSignal() else { return }
      signalTime = now
    }

    /// Counts a step.
    func note(now: Int, window: Int) {
      if now - windowStart >= window {
        windowStart = now
        windowSteps = 0
      }
      windowSteps += 1
    }

    /// What its wait has ended in.
    func outcome() -> TransferOutcome {
      switch wake {
      case .frames(let frames, _):
        device?.wait(frames: frames, timeoutNanoseconds: 0) ?? .notYet
      case .signal: signalTime == nil ? .notYet : .ready
      case .pause, .ended: .notYet
      }
    }

    /// Begins with the next wait.
    func wait(_ next: SimulatedWake, now: Int) {
      wake = next
      signalTime = nil
      version = -1
      delay = habits.draw(&generator)
      world.stolenNanoseconds += max(delay - habits.usualNanoseconds, 0)
      if case .frames = next { device = process.device } else { device = nil }
      stream = device?.stream
      switch wake {
      case .frames(_, let longest), .signal(let longest), .pause(let longest):
        let (end, overflow) = now.addingReportingOverflow(max(longest, 0))
        deadline = overflow ? Int.max : end
      case .ended: deadline = Int.max
      }
      lookForSignal(now: now)
    }
  }
}
