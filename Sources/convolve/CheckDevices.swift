internal import ALSADevices
internal import AudioDevices
internal import Session
internal import Settings
internal import SignalProcessing

/// Whether one of the two devices can do what a configuration asks of it.
struct DeviceProbe: CustomStringConvertible {
  enum Outcome {
    case opened(StreamFormat)
    case refused(DeviceError)
  }

  /// `capture` or `playback`.
  let role: String
  let device: String
  let outcome: Outcome

  /// Opens both, asks for what the daemon would ask for, and closes them; neither runs.
  static func both(_ configuration: Configuration) -> [DeviceProbe] {
    let capture = configuration.capture, playback = configuration.playback
    // Both at once, as the daemon holds them: one device for both directions may have but one rate.
    var held: [any StreamDevice] = []
    let probes = [
      DeviceProbe(role: "capture", device: capture.device) { () throws(DeviceError) in
        let request = StreamRequest(capture, configuration.audio)
        let device = try ALSACapture(name: capture.device, request: request)
        held.append(device)
        return device.format
      },
      DeviceProbe(role: "playback", device: playback.device) { () throws(DeviceError) in
        let request = StreamRequest(playback, configuration.audio)
        let device = try ALSAPlayback(name: playback.device, request: request)
        held.append(device)
        return device.format
      },
    ]
    held.removeAll()
    return probes
  }

  private init(role: String, device: String, _ open: () throws(DeviceError) -> StreamFormat) {
    self.role = role
    self.device = device
    do throws(DeviceError) {
      outcome = .opened(try open())
    } catch {
      outcome = .refused(error)
    }
  }

  var failure: DeviceError? {
    if case .refused(let error) = outcome { return error }
    return nil
  }

  var description: String {
    switch outcome {
    case .opened(let format):
      """
      \(role) \(device): can do it, \(format.sampleRate) Hz, \(format.channelCount) channels, \
      \(format.sampleFormat.rawValue), period \(format.periodFrames), buffer \
      \(format.bufferFrames) frames
      """
    case .refused(let error):
      "\(role) \(error.description)"
    }
  }
}
