public import Engine
public import Settings
internal import Convolution
internal import SignalProcessing
internal import SoundFiles

/// A configuration with its impulse responses loaded: what the engine is built from.
public struct ChainPreparation: Sendable {
  public let chain: Chain
  /// What was done to the impulse responses, a sentence each: resampled, shortened, turned down.
  public let notes: [String]

  /// Loads every impulse response and lays it over its channels.
  ///
  /// - Thread: control; blocks on the disk.
  public init(_ configuration: Configuration) throws(ChainPreparationError) {
    var builder = ChainBuilder(
      channels: configuration.capture.channels, sampleRate: configuration.audio.sampleRate)
    for stage in configuration.chain { try builder.append(stage) }
    builder.order(as: configuration.playback.channels)
    chain = Chain(
      inputCount: configuration.capture.channels.count, stages: builder.stages)
    notes = builder.notes
  }
}

/// An impulse response that could not be used.
public struct ChainPreparationError: Error, Equatable, CustomStringConvertible, Sendable {
  /// One sentence that begins with the file's path.
  public let description: String
  /// What a program ends with because of it.
  public let status: ExitStatus
}

/// Follows the named channels through the stages and turns names into positions.
private struct ChainBuilder {
  private(set) var channels: [String]
  private(set) var stages: [Chain.Stage] = []
  private(set) var notes: [String] = []
  let sampleRate: Int

  init(channels: [String], sampleRate: Int) {
    self.channels = channels
    self.sampleRate = sampleRate
  }

  mutating func append(_ stage: Configuration.Stage) throws(ChainPreparationError) {
    switch stage {
    case .convolve(let settings):
      stages.append(.convolve(try convolve(settings)))
    case .gain(let settings):
      let factor = amplitude(settings.gainDecibels)
      stages.append(.gain(channels.map { settings.channels.contains($0) ? factor : 1 }))
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

  /// Puts the channels in a device's order.
  mutating func order(as wanted: [String]) {
    if channels == wanted { return }
    stages.append(
      .route(RouteStage(outputs: wanted.map { [.init(input: position($0), gain: 1)] })))
    channels = wanted
  }

  private func position(_ channel: String) -> Int {
    guard let position = channels.firstIndex(of: channel) else {
      preconditionFailure("A checked configuration names no unknown channel.")
    }
    return position
  }

  private mutating func convolve(
    _ settings: ConvolveSettings
  ) throws(ChainPreparationError) -> ConvolveStage {
    let impulse = try load(settings.impulseResponse)
    let places = settings.channels.map(position)
    let laid: ImpulseMatrix
    do throws(ImpulseLayoutError) {
      let layout = ImpulseLayout(rawValue: settings.layout.rawValue) ?? .auto
      laid = try layout.matrix(impulses: impulse.channels, channels: places.count)
    } catch {
      throw ChainPreparationError(
        description: "\(settings.impulseResponse): \(error)", status: .badSound)
    }
    var mix = WetDry(
      wet: amplitude(settings.wetDecibels), dry: settings.dryDecibels.map(amplitude) ?? 0,
      predelayFrames: settings.predelayFrames)
    mix.scale(by: gain(settings, matrix: mix.applied(to: laid)))
    return ConvolveStage(inputs: places, outputs: places, matrix: mix.applied(to: laid))
  }

  private mutating func gain(_ settings: ConvolveSettings, matrix: ImpulseMatrix) -> Float {
    switch settings.gain {
    case .decibels(let decibels):
      return amplitude(decibels)
    case .automatic:
      let gain = Headroom.safeGain(matrix)
      notes.append(
        "\(settings.impulseResponse): gain auto, \(Decibels(amplitude: gain)), "
          + "so that full scale in cannot exceed full scale out")
      return gain
    }
  }

  private mutating func load(_ path: String) throws(ChainPreparationError) -> ImpulseResponse {
    do throws(SoundFileError) {
      let impulse = try ImpulseResponse.load(path: path).resampled(to: sampleRate)
      notes += impulse.notes
      return impulse
    } catch {
      throw ChainPreparationError(description: error.description, status: ExitStatus(error))
    }
  }

  private func amplitude(_ decibels: Double) -> Float { Float(Decibels(decibels).amplitude) }
}
