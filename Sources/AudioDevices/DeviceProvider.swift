/// Where devices come from, and where they go.
///
/// Thread: control, one at a time.
public protocol DeviceProvider: AnyObject {
  /// Opens the capture device as it is configured.
  ///
  /// - Throws: `missing` and `busy` can pass by themselves; the others say what to change.
  func openCapture() throws(DeviceError) -> any CaptureDevice
  /// Opens the playback device as it is configured.
  func openPlayback() throws(DeviceError) -> any PlaybackDevice

  /// Starts both prepared devices as close together as they can be. After an outcome that is not
  /// `.ready` neither runs.
  func start(_ capture: any CaptureDevice, _ playback: any PlaybackDevice) -> DuplexOutcome

  /// Whether the devices are known to have a clock each.
  func haveTwoClocks(_ capture: any CaptureDevice, _ playback: any PlaybackDevice) -> Bool

  /// The driver's own control for the speed of a source; `nil` where it has none.
  func speedControl(of capture: any CaptureDevice) -> (any SpeedControl)?

  /// Whether what plays into the capture device goes on at another rate or in another format than when
  /// it was opened, so that it has to be opened again.
  func sourceHasChanged(_ capture: any CaptureDevice) -> Bool

  /// Closes a device without waiting for it. The caller holds no other reference.
  func close(_ device: consuming any StreamDevice)
  /// Devices that are still being closed. A driver may never return from it.
  var closingCount: Int { get }

  /// Whether devices may have come or gone since the last call.
  func takeChange() -> Bool
}

extension DeviceProvider {
  public func haveTwoClocks(
    _ capture: any CaptureDevice, _ playback: any PlaybackDevice
  ) -> Bool { false }

  public func speedControl(of capture: any CaptureDevice) -> (any SpeedControl)? { nil }

  public func sourceHasChanged(_ capture: any CaptureDevice) -> Bool { false }
}

/// Makes a source run at the sink's speed, so that nothing has to be resampled.
///
/// Thread: control.
public protocol SpeedControl: AnyObject {
  /// Asks for the speed next to a correction: how much slower the source shall run, in millionths.
  ///
  /// - Returns: the correction now in force; `nil` when the driver refused.
  func apply(correctionPPM: Double) -> Double?
}

/// How the start of a pair of devices ended.
public enum DuplexOutcome: Equatable, Sendable {
  /// By one call in the driver: both clocks began in the same instant.
  case linked
  /// One after the other, microseconds apart: they are not of one kind, or not of the kernel.
  case oneByOne
  /// The capture device did not start.
  case captureFailed(TransferOutcome)
  /// The playback device did not start.
  case playbackFailed(TransferOutcome)
}
