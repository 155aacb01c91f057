import Convolution
import Engine
import Settings
import SignalProcessing
import SoundFiles

/// Follows the named channels through the stages and turns names into positions.
struct ChainBuilder {
  private(set) var channels: [String]
  var stages: [Chain.Stage] = []
  var notes: [String] = []
  /// The file of the last response that was loaded.
  var responsePath: String?
  /// Of all files that were loaded.
  var filePaths: [String] = []
  let sampleRate: Int
  /// What the whole engine may take.
  let memoryBytes: Int

  init(channels: [String], audio: Configuration.Audio) {
    self.channels = channels
    sampleRate = audio.sampleRate
    memoryBytes = audio.memoryBytes
  }

  mutating func append(_ stage: Configuration.Stage) throws(ChainPreparationError) {
    switch stage {
    case .convolve(let settings):
      stages.append(.convolve(try convolve(settings)))
    case .gain(let settings):
      scale(settings.channels, by: amplitude(settings.gainDecibels))
    case .invert(let settings):
      scale(settings.channels, by: -1)
    case .crossover(let settings):
      append(settings)
    case .equalizer(let settings):
      try append(settings)
    case .delay(let settings):
      append(settings)
    case .limiter(let settings):
      append(settings)
    case .route(let settings):
      stages.append(
        .route(
          RouteStage(
            outputs: settings.outputs.map { output in
              output.inputs.map {
                .init(input: position($0.channel), gain: amplitude($0.gainDecibels))
              }
            })))
      channels = settings.outputs.map(\.channel)
    }
  }

  /// Multiplies some channels.
  mutating func scale(_ chosen: [String], by factor: Float) {
    stages.append(.gain(channels.map { chosen.contains($0) ? factor : 1 }))
  }

  /// Puts the channels in a device's order.
  mutating func order(as wanted: [String]) {
    if channels == wanted { return }
    stages.append(
      .route(RouteStage(outputs: wanted.map { [.init(input: position($0), gain: 1)] })))
    channels = wanted
  }

  func position(_ channel: String) -> Int {
    guard let position = channels.firstIndex(of: channel) else {
      preconditionFailure("A checked configuration names no unknown channel.")
    }
    return position
  }

  private mutating func convolve(
    _ settings: ConvolveSettings
  ) throws(ChainPreparationError) -> ConvolveStage {
    let impulse = try load(settings)
    let places = settings.channels.map(position)
    let laid: ImpulseMatrix
    do throws(ImpulseLayoutError) {
      let layout = ImpulseLayout(rawValue: settings.layout.rawValue) ?? .auto
      laid = try layout.matrix(impulses: impulse.channels, channels: places.count)
    } catch {
      throw ChainPreparationError(
        description: "\(impulse.source): \(error)", status: .badSound)
    }
    var mix = WetDry(
      wet: amplitude(settings.wetDecibels), dry: settings.dryDecibels.map(amplitude) ?? 0,
      predelayFrames: settings.predelayFrames)
    mix.scale(by: gain(settings, impulse.source, matrix: mix.applied(to: laid)))
    return ConvolveStage(inputs: places, outputs: places, matrix: mix.applied(to: laid))
  }

  private mutating func gain(
    _ settings: ConvolveSettings, _ source: String, matrix: ImpulseMatrix
  ) -> Float {
    switch settings.gain {
    case .decibels(let decibels):
      return amplitude(decibels)
    case .automatic:
      let gain = Headroom.safeGain(matrix)
      notes.append(
        "\(source): gain auto, \(Decibels(amplitude: gain)), "
          + "so that full scale in cannot exceed full scale out")
      return gain
    }
  }

  func amplitude(_ decibels: Double) -> Float { Float(Decibels(decibels).amplitude) }
}
