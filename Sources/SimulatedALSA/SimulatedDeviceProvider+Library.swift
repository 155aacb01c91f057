internal import AudioDevices
package import SimulatedDevices

extension SimulatedDeviceProvider {
  /// From now on has the real libasound between the session and the simulated hardware.
  package func openInLibrary() {
    makeCapture = Self.libraryCapture
    makePlayback = Self.libraryPlayback
  }

  private static func libraryCapture(
    _ stream: SimulatedStream, _ name: String
  ) throws(DeviceError) -> any CaptureDevice { try LibraryCapture(stream, name: name) }

  private static func libraryPlayback(
    _ stream: SimulatedStream, _ name: String
  ) throws(DeviceError) -> any PlaybackDevice { try LibraryPlayback(stream, name: name) }
}
