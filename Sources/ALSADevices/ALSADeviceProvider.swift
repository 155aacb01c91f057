public import AudioDevices

/// The two configured devices of the sound system, opened whenever they are there.
///
/// Thread: control.
public final class ALSADeviceProvider: DeviceProvider {
  /// A device as libasound knows it, and what is asked of it.
  public struct Endpoint: Equatable, Sendable {
    public var name: String
    public var request: StreamRequest

    public init(name: String, request: StreamRequest) {
      self.name = name
      self.request = request
    }
  }

  /// What is opened from now on; devices that are open stay as they are.
  public var captureEndpoint: Endpoint
  public var playbackEndpoint: Endpoint
  /// Whether a playback device of 16 bits gets dither; the one that is open follows.
  public var isDithering: Bool { didSet { playback?.isDithering = isDithering } }
  /// The one that was opened last, if it is still there.
  private weak var playback: ALSAPlayback?
  private let closer = DeviceCloser()
  private var watch: DeviceWatch?
  /// What plays into the capture device, where its driver says so, and as what it was opened.
  private var source: (watch: SourceWatch, opened: SourceState)?

  /// - Parameter isDithering: whether a playback device of 16 bits gets dither.
  public init(capture: Endpoint, playback: Endpoint, isDithering: Bool) {
    self.isDithering = isDithering
    captureEndpoint = capture
    playbackEndpoint = playback
    // Without it (no file descriptor left) a card is still found, a moment later.
    watch = DeviceWatch()
  }

  public func openCapture() throws(DeviceError) -> any CaptureDevice {
    source = nil
    let device = try ALSACapture(name: captureEndpoint.name, request: captureEndpoint.request)
    if let watch = device.place().flatMap({ SourceWatch(of: $0) }) {
      try watch.state.check(against: device.format, device: device.name)
      source = (watch, watch.state)
    }
    return device
  }

  /// Asked of the driver's controls: of a loopback cable, and of a USB gadget.
  public func sourceHasChanged(_ capture: any CaptureDevice) -> Bool {
    guard let source, case .changed(let state) = source.watch.look() else { return false }
    return state.hasOtherSound(
      than: source.opened, sampleRate: capture.format.sampleRate)
  }

  public func openPlayback() throws(DeviceError) -> any PlaybackDevice {
    let device = try ALSAPlayback(name: playbackEndpoint.name, request: playbackEndpoint.request)
    device.isDithering = isDithering
    playback = device
    return device
  }

  /// - Precondition: both come from a provider of this kind.
  public func start(
    _ capture: any CaptureDevice, _ playback: any PlaybackDevice
  ) -> DuplexOutcome {
    guard let capture = capture as? ALSACapture, let playback = playback as? ALSAPlayback else {
      preconditionFailure("Only devices that ALSADeviceProvider opened can be started by it.")
    }
    return DuplexStart.start(capture, playback)
  }

  /// Cards have a clock each. What is on no card (a plugin of its own) runs on nobody knows which.
  public func haveTwoClocks(
    _ capture: any CaptureDevice, _ playback: any PlaybackDevice
  ) -> Bool {
    guard let source = (capture as? ALSACapture)?.cardNumber,
      let sink = (playback as? ALSAPlayback)?.cardNumber
    else { return false }
    return source != sink
  }

  public func speedControl(of capture: any CaptureDevice) -> (any SpeedControl)? {
    (capture as? ALSACapture)?.place().flatMap { PitchControl(of: $0) }
  }

  public func close(_ device: consuming any StreamDevice) { closer.close(device) }

  public var closingCount: Int { closer.closingCount }

  public func takeChange() -> Bool { watch?.takeChange() ?? false }
}
