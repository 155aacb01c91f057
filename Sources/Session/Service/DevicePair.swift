internal import AudioDevices

/// The two devices of a service: opened, made ready, given up and closed.
///
/// Thread: control.
struct DevicePair {
  private let provider: any DeviceProvider
  private let telling: ServiceTelling
  private(set) var capture = DeviceSlot<any CaptureDevice>(.capture)
  private(set) var playback = DeviceSlot<any PlaybackDevice>(.playback)
  /// Samples that closed playback devices have limited to full scale.
  private var pastClips = 0

  init(_ provider: any DeviceProvider, _ telling: ServiceTelling) {
    self.provider = provider
    self.telling = telling
  }

  /// Samples limited to full scale on their way into an integer format, by all devices so far.
  var clippedSamples: Int { pastClips + (playback.device?.clippedSampleCount ?? 0) }

  // MARK: - Opening

  /// Opens what is not open.
  ///
  /// - Parameter latencyFrames: what the playback device has to hold.
  /// - Returns: whether both are open; why not was told.
  mutating func open(latencyFrames: Int, _ steering: inout ClockSteering) -> Bool {
    closeLost()
    return openCapture(&steering) && openPlayback(latencyFrames)
  }

  /// Closes a device that went while it was kept for the other one: its driver cannot let go of the
  /// card before, and nobody would hear of the loss.
  private mutating func closeLost() {
    if let device = capture.device, device.prepare() == .lost { giveUpCapture(.lost) }
    if let device = playback.device, device.prepare() == .lost { giveUpPlayback(.lost) }
  }

  private mutating func openCapture(_ steering: inout ClockSteering) -> Bool {
    if capture.device != nil { return true }
    do throws(DeviceError) {
      let device = try provider.openCapture()
      capture.fill(device)
      steering.noteOpened()
      telling.tell(.opened(.capture, name: device.name, device.format))
      return true
    } catch {
      if capture.isNews(error) { telling.tell(.waiting(.capture, error)) }
      return false
    }
  }

  private mutating func openPlayback(_ latencyFrames: Int) -> Bool {
    if playback.device != nil { return true }
    do throws(DeviceError) {
      let device = try provider.openPlayback()
      try checkBuffer(of: device, latencyFrames)
      playback.fill(device)
      telling.tell(.opened(.playback, name: device.name, device.format))
      return true
    } catch {
      if playback.isNews(error) { telling.tell(.waiting(.playback, error)) }
      return false
    }
  }

  private func checkBuffer(
    of device: any PlaybackDevice, _ latencyFrames: Int
  ) throws(DeviceError) {
    let frames = device.format.bufferFrames
    if latencyFrames <= frames { return }
    throw DeviceError(
      kind: .unsupported, device: device.name,
      message: "its buffer of \(frames) frames does not hold the latency of "
        + "\(latencyFrames); set audio.latency lower")
  }

  // MARK: - Preparing

  /// Makes both devices ready and fills the playback device with the latency. One that will not is
  /// closed, and opened again later.
  mutating func prepare(latencyFrames: Int) -> Bool {
    guard let source = capture.device, let sink = playback.device else { return false }
    let sourceOutcome = source.prepare()
    guard sourceOutcome == .ready else {
      giveUpCapture(sourceOutcome)
      return false
    }
    var sinkOutcome = sink.prepare()
    if sinkOutcome == .ready { sinkOutcome = Self.fill(sink, latencyFrames) }
    guard sinkOutcome == .ready else {
      giveUpPlayback(sinkOutcome)
      return false
    }
    return true
  }

  private static func fill(_ sink: any PlaybackDevice, _ latencyFrames: Int) -> TransferOutcome {
    var queued = 0
    while queued < latencyFrames {
      let silence = sink.writeSilence(frames: latencyFrames - queued)
      guard silence.outcome == .ready else { return silence.outcome }
      if silence.frames == 0 { return .notYet }
      queued += silence.frames
    }
    return .ready
  }

  // MARK: - Closing

  /// Closes a device that cannot be started; it is waited for.
  mutating func giveUpCapture(_ outcome: TransferOutcome) {
    guard let device = capture.device.take() else { return }
    let error = DeviceError(standing: device.name, outcome)
    provider.close(device)
    if capture.isNews(error) { telling.tell(.waiting(.capture, error)) }
  }

  /// The same of playback.
  mutating func giveUpPlayback(_ outcome: TransferOutcome) {
    guard let device = takePlayback() else { return }
    let error = DeviceError(standing: device.name, outcome)
    provider.close(device)
    if playback.isNews(error) { telling.tell(.waiting(.playback, error)) }
  }

  /// Stops both, and closes the one that an audio thread has given up.
  mutating func stop(captureFault: LiveFault?, playbackFault: LiveFault?) {
    capture.device?.stop()
    playback.device?.stop()
    if let fault = captureFault, let device = capture.device.take() {
      telling.tell(.lost(.capture, name: device.name, fault))
      provider.close(device)
    }
    if let fault = playbackFault, let device = takePlayback() {
      telling.tell(.lost(.playback, name: device.name, fault))
      provider.close(device)
    }
  }

  /// Closes these, to open others or the same anew.
  mutating func close(_ sides: Set<DeviceSide>) {
    if sides.contains(.capture), let device = capture.empty() { provider.close(device) }
    guard sides.contains(.playback) else { return }
    pastClips = clippedSamples
    if let device = playback.empty() { provider.close(device) }
  }

  private mutating func takePlayback() -> (any PlaybackDevice)? {
    pastClips = clippedSamples
    return playback.device.take()
  }
}
