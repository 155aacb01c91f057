package import AudioDevices

/// A simulated stream that a process can wait for.
package protocol SimulatedDevice: StreamDevice {
  /// What the kernel keeps.
  var stream: SimulatedStream { get }
  /// When a wait for so many frames would end by itself; `Int.max` for never.
  func wakeTime(frames: Int) -> Int
}
