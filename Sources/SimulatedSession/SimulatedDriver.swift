internal import Engine
internal import Realtime
internal import Session
internal import SimulatedDevices

/// Has a scheduler step both audio loops, in place of two threads.
final class SimulatedDriver: LiveDriver {
  let scheduling: [SchedulingOutcome] = []
  let renderClock: any RenderClock
  private let bench: SimulatedBench
  private let plan: SimulationPlan
  /// Holds the loops from launch to join.
  private let loops = UnsafeMutablePointer<LiveLoops>.allocate(capacity: 1)
  private var capture: LoopProcess?
  private var playback: LoopProcess?
  /// Whether there was no thread for what it holds.
  private var isRefused = false

  init(_ bench: SimulatedBench, _ plan: SimulationPlan) {
    self.bench = bench
    renderClock = SimulatedRenderClock(world: bench.world)
    self.plan = plan
  }

  deinit { loops.deallocate() }

  func launch(_ loops: consuming LiveLoops) throws(RealtimeError) {
    let captureDevice = loops.capture.device as? any SimulatedDevice
    let playbackDevice = loops.playback.device as? any SimulatedDevice
    self.loops.initialize(to: loops)
    if bench.world.refusedSessions > 0 {
      bench.world.refusedSessions -= 1
      isRefused = true
      try Self.failToStartThread()
    }
    // No process is stepped after the join, which takes the loops away.
    let pointer = self.loops, world = bench.world
    capture = LoopProcess(
      device: captureDevice,
      step: {
        let wake = pointer.pointee.capture.step(now: $0, woken: $1)
        world.didStepCapture?()
        return wake
      },
      // Nobody signals the capture side: it follows its device.
      clearSignal: { false })
    playback = LoopProcess(
      device: playbackDevice,
      step: { pointer.pointee.playback.step(now: $0, woken: $1) },
      clearSignal: { pointer.pointee.wake.clear() })
  }

  /// Throws what the system says when it has no thread: no system has one with such a stack.
  private static func failToStartThread() throws(RealtimeError) {
    try RealtimeThread(.init(name: "capture", priority: nil, stackBytes: 1 << 46)) {}.join()
  }

  func makeWakeSignal() throws(RealtimeError) -> WakeSignal { .unawaited() }

  func begin() {
    guard let capture, let playback else { preconditionFailure("It was not launched.") }
    bench.world.checker?.truth.beginSession()
    bench.world.checker?.recovery?.cancel()
    bench.world.checker?.judge?.beginSession()
    bench.scheduler.add(capture, role: .capture, habits: plan.captureWakes)
    bench.scheduler.add(playback, role: .playback, habits: plan.playbackWakes)
  }

  func join() -> BlockAdapter {
    if isRefused { return loops.move().takeEngine() }
    guard let capture, let playback else { preconditionFailure("It was not launched.") }
    playback.finish(bench.world.time)
    capture.finish(bench.world.time)
    bench.scheduler.remove(capture)
    bench.scheduler.remove(playback)
    self.capture = nil
    return loops.move().takeEngine()
  }
}
