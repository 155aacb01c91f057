internal import AudioDevices

extension Scheduler {
  /// One process and its present wait.
  struct Entry {
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
    /// When its device is ready, as long as the stream has this version.
    private var readyTime = Int.max
    private var version = -1
    private weak var stream: SimulatedStream?
    /// Steps since the start of a window of time.
    private var windowStart = 0
    private(set) var windowSteps = 0

    init(
      _ process: any SimulatedProcess, role: ProcessRole, habits: WakeHabits,
      generator: SeededGenerator, now: Int
    ) {
      self.process = process
      self.role = role
      self.habits = habits
      self.generator = generator
      deadline = now
    }

    /// When it runs next.
    mutating func runTime(now: Int) -> Int {
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

    private mutating func deviceTime(_ frames: Int) -> Int {
      guard let device = process.device else { return Int.max }
      let current = device.stream
      if current !== stream || current.version != version {
        readyTime = device.wakeTime(frames: frames)
        // After it: the look may have noticed an underrun.
        version = current.version
        stream = current
      }
      return readyTime
    }

    /// Takes a signal that came meanwhile.
    mutating func lookForSignal(now: Int) {
      guard case .signal = wake, signalTime == nil, process.takeSignal() else { return }
      signalTime = now
    }

    /// Counts a step.
    mutating func note(now: Int, window: Int) {
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
        process.device?.wait(frames: frames, timeoutNanoseconds: 0) ?? .notYet
      case .signal: signalTime == nil ? .notYet : .ready
      case .pause, .ended: .notYet
      }
    }

    /// Begins with the next wait.
    mutating func wait(_ next: SimulatedWake, now: Int) {
      wake = next
      signalTime = nil
      version = -1
      delay = habits.draw(&generator)
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
