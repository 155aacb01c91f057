package import Engine
package import Realtime

/// Runs the audio loops on two threads at realtime priority.
package final class ThreadDriver: LiveDriver {
  /// Of the capture thread, and one above for the playback thread; `nil` for none.
  private let priority: Int?
  private let result = EngineReturn()
  private var threads: Threads?
  private var gates: Gates?
  package private(set) var scheduling: [SchedulingOutcome] = []
  package let renderClock: any RenderClock = MonotonicRenderClock()

  package init(priority: Int?) { self.priority = priority }

  package func makeWakeSignal() throws(RealtimeError) -> WakeSignal { try WakeSignal() }

  package func launch(_ loops: consuming LiveLoops) throws(RealtimeError) {
    let gates: Gates
    do throws(RealtimeError) {
      gates = try Gates()
    } catch {
      result.engine = loops.capture.takeEngine()
      throw error
    }
    let wake = loops.wake.share()
    let recorder = try record(
      CaptureThread(
        loop: loops.capture, gate: gates.capture.share(), mayRun: gates.mayRun.share()))
    do throws(RealtimeError) {
      let player = try play(
        PlaybackThread(
          loop: loops.playback, wake: wake, gate: gates.playback.share(),
          mayRun: gates.mayRun.share()))
      scheduling = [recorder.scheduling, player.scheduling]
      threads = Threads(capture: recorder, playback: player)
    } catch {
      // The thread that is there is waited for on the way out.
      gates.capture.signal()
      throw error
    }
    self.gates = consume gates
  }

  private func record(
    _ body: consuming sending CaptureThread
  ) throws(RealtimeError) -> RealtimeThread {
    let handoff = Handoff(body)
    let result = result
    do throws(RealtimeError) {
      return try RealtimeThread(.init(name: "capture", priority: priority)) {
        var body = handoff.take()
        body.run()
        result.engine = body.takeEngine()
      }
    } catch {
      result.engine = handoff.take().takeEngine()
      throw error
    }
  }

  /// Above the capture thread: it has less to do and is late first.
  private func play(
    _ body: consuming sending PlaybackThread
  ) throws(RealtimeError) -> RealtimeThread {
    let handoff = Handoff(body)
    return try RealtimeThread(.init(name: "playback", priority: priority.map { $0 + 1 })) {
      var body = handoff.take()
      body.run()
    }
  }

  package func begin() {
    gates?.mayRun.raise()
    gates?.capture.signal()
    gates?.playback.signal()
  }

  package func join() -> BlockAdapter {
    threads = nil
    guard let engine = result.engine.take() else {
      preconditionFailure("Only a driver that was launched has an engine to give back.")
    }
    return engine
  }
}

/// Both threads; joined when this goes.
private struct Threads: ~Copyable {
  let capture: RealtimeThread
  let playback: RealtimeThread
}

/// What both threads wait for before their first step.
private struct Gates: ~Copyable {
  let mayRun = AtomicFlag()
  let capture: WakeSignal
  let playback: WakeSignal

  init() throws(RealtimeError) {
    let capture = try WakeSignal()
    playback = try WakeSignal()
    self.capture = capture
  }
}

/// Where the capture thread leaves the engine.
///
/// Sendable because it is read after the thread that writes it has been joined.
private final class EngineReturn: @unchecked Sendable {
  var engine: BlockAdapter?
}
