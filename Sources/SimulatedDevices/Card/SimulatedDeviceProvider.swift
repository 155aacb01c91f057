package import AudioDevices
internal import Glibc

/// Opens the two configured cards of a simulation.
package final class SimulatedDeviceProvider: DeviceProvider {
  private let world: SimulatedWorld
  package let captureCard: SimulatedCard
  package let playbackCard: SimulatedCard
  package var captureRequest: StreamRequest
  package var playbackRequest: StreamRequest
  /// The kernel can start both at once.
  package var canLink = false
  /// The driver of the source has a control for its speed.
  package var canSteer = false
  private var hasOtherSource = false
  package private(set) var captureDevice: SimulatedCapture?
  package private(set) var playbackDevice: SimulatedPlayback?
  /// What opens a stream that a card has granted.
  package var makeCapture = SimulatedDeviceProvider.modelCapture
  package var makePlayback = SimulatedDeviceProvider.modelPlayback
  private var closings: [(side: CardSide, stream: SimulatedStream, end: Int)] = []
  private var seenChanges: Int

  /// - Parameter capture: may be the same card as `playback`, which then has one clock.
  package init(
    world: SimulatedWorld, capture: SimulatedCard, playback: SimulatedCard,
    captureRequest: StreamRequest, playbackRequest: StreamRequest
  ) {
    self.world = world
    captureCard = capture
    playbackCard = playback
    self.captureRequest = captureRequest
    self.playbackRequest = playbackRequest
    seenChanges = capture.changeCount + playback.changeCount
  }

  private static func modelCapture(
    _ stream: SimulatedStream, _ name: String
  ) throws(DeviceError) -> any CaptureDevice {
    try configure(stream, name)
    return SimulatedCapture(stream, name: name)
  }

  private static func modelPlayback(
    _ stream: SimulatedStream, _ name: String
  ) throws(DeviceError) -> any PlaybackDevice {
    try configure(stream, name)
    return SimulatedPlayback(stream, name: name)
  }

  /// libasound prepares a stream as soon as it has its parameters.
  private static func configure(
    _ stream: SimulatedStream, _ name: String
  ) throws(DeviceError) {
    let code = stream.prepare()
    guard code < 0 else { return }
    throw DeviceError(
      kind: -code == Int(EBUSY) ? .busy : .failed, device: name,
      message: "it did not take the configuration (errno \(-code)); ask again")
  }

  /// Opens a stream of the card, and gives it back if no device comes of it.
  private func open<Device>(
    _ side: CardSide, _ request: StreamRequest,
    _ make: (SimulatedStream, String) throws(DeviceError) -> Device
  ) throws(DeviceError) -> Device {
    let stream = try side.open(request)
    do throws(DeviceError) {
      return try make(stream, side.card.name)
    } catch {
      side.stream = nil
      throw error
    }
  }

  package func openCapture() throws(DeviceError) -> any CaptureDevice {
    endClosings()
    do throws(DeviceError) {
      let device = try open(captureCard[.capture], captureRequest, makeCapture)
      captureDevice = device as? SimulatedCapture
      world.trace.note(.open, 0, 0)
      return device
    } catch {
      world.trace.note(.open, 0, error.kind.number)
      throw error
    }
  }

  package func openPlayback() throws(DeviceError) -> any PlaybackDevice {
    endClosings()
    do throws(DeviceError) {
      let device = try open(playbackCard[.playback], playbackRequest, makePlayback)
      playbackDevice = device as? SimulatedPlayback
      world.trace.note(.open, 1, 0)
      return device
    } catch {
      world.trace.note(.open, 1, error.kind.number)
      throw error
    }
  }

  package func start(
    _ capture: any CaptureDevice, _ playback: any PlaybackDevice
  ) -> DuplexOutcome {
    let first = playback.start()
    if first != .ready { return .playbackFailed(first) }
    let second = capture.start()
    if second != .ready {
      playback.stop()
      return .captureFailed(second)
    }
    return canLink ? .linked : .oneByOne
  }

  package func haveTwoClocks(
    _ capture: any CaptureDevice, _ playback: any PlaybackDevice
  ) -> Bool { captureCard !== playbackCard }

  package func speedControl(of capture: any CaptureDevice) -> (any SpeedControl)? {
    canSteer ? SimulatedSpeedControl(captureCard) : nil
  }

  /// What plays into the source goes on in another format.
  package func changeSource() { hasOtherSource = true }

  package func sourceHasChanged(_ capture: any CaptureDevice) -> Bool {
    defer { hasOtherSource = false }
    return hasOtherSource
  }

  package func close(_ device: consuming any StreamDevice) {
    guard let stream = (device as? any SimulatedDevice)?.stream else {
      preconditionFailure("Only devices of this provider can be closed by it.")
    }
    if captureDevice === device { captureDevice = nil }
    if playbackDevice === device { playbackDevice = nil }
    stream.drop()
    world.trace.note(.close, stream.direction.rawValue, stream.side.closesAt)
    closings.append((stream.side, stream, max(stream.side.closesAt, world.time.now)))
    endClosings()
  }

  package var closingCount: Int {
    endClosings()
    return closings.count
  }

  /// Lets all closes end now.
  package func endHangs() {
    for index in closings.indices { closings[index].end = world.time.now }
    endClosings()
  }

  /// Lets closes end whose time has come.
  private func endClosings() {
    let now = world.time.now
    for closing in closings where closing.end <= now && closing.side.stream === closing.stream {
      closing.side.stream = nil
    }
    closings.removeAll { $0.end <= now }
  }

  package func takeChange() -> Bool {
    let changes = captureCard.changeCount + playbackCard.changeCount
    defer { seenChanges = changes }
    return changes != seenChanges
  }
}

extension DeviceError.Kind {
  /// For a trace; never 0.
  fileprivate var number: Int {
    switch self {
    case .missing: 1
    case .busy: 2
    case .forbidden: 3
    case .unsupported: 4
    case .failed: 5
    }
  }
}
