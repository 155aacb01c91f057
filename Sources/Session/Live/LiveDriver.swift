package import Engine
package import Realtime

/// What has the steps of both audio loops follow each other: two threads, or a simulation.
///
/// Thread: control.
package protocol LiveDriver: AnyObject {
  /// Takes both loops over, and waits with their first steps. Only once.
  func launch(_ loops: consuming LiveLoops) throws(RealtimeError)
  /// What the threads were granted, once launched; empty where there are none.
  var scheduling: [SchedulingOutcome] { get }
  /// What capture wakes playback with.
  func makeWakeSignal() throws(RealtimeError) -> WakeSignal
  /// What the time that blocks take is measured with.
  var renderClock: any RenderClock { get }
  /// Begins with the steps. Only once.
  func begin()
  /// Waits until both loops have ended, and gives the engine back. Only once, after ``begin()``.
  func join() -> BlockAdapter
}

/// The bodies of both audio threads, and what wakes the playback side.
package struct LiveLoops: ~Copyable {
  package var capture: CaptureLoop
  package var playback: PlaybackLoop
  /// Ends a wait for ``LiveWake/signal(atMost:)``.
  package let wake: WakeSignal

  /// Gives the engine back. Thread: control, after the last step of both.
  package consuming func takeEngine() -> BlockAdapter { capture.takeEngine() }
}
