public import Convolution
public import Engine
internal import Settings
internal import Realtime
internal import SignalProcessing

/// Turns what is asked for into changes of a running engine, all or nothing: a refused one leaves the
/// sound as it is to the bit.
///
/// Everything is built here; the audio thread exchanges one pointer.
///
/// Thread: one, not audio and not the one that steps the service: it blocks on the disk. Sendable because
/// whoever makes one gives it away to that thread.
public final class ChangeBuilder: @unchecked Sendable {
  /// By how much the loudest response may rise at once without being asked for, in decibels. Twice
  /// as loud to the ear would be 10.
  public static let largestRiseDecibels = 6.0

  /// Shorter splatters, longer is heard as a crossfade.
  private static let usualFadeMilliseconds = 20.0

  /// What the service has to go over to for a change that its engine cannot make while it runs.
  ///
  /// `@unchecked Sendable`: the engine shares with its control only what is made for two threads.
  public struct Restart: ~Copyable, @unchecked Sendable {
    var engine: BlockAdapter
    let dials: EngineDials
    let touched: Set<DeviceSide>
  }

  /// A change that was made, and what sounds since.
  public struct Made: Sendable {
    public let report: ChangeReport
    public let blueprint: Blueprint
    /// What the service has to go over to, if it has to.
    let restart: Handoff<Restart>?
  }

  private let planner: Planner
  private let loader: BlueprintLoader
  private var control: EngineControl
  private var loudestResponse: Double
  /// Of what the file said last: to come back to it from an edit is no surprise.
  private var loudestOfFile: Double
  /// What sounds.
  public private(set) var current: Blueprint
  public private(set) var generation = 1

  /// - Parameter blueprint: what the engine was built from.
  /// - Parameter planner: what its partitions were chosen by.
  /// - Parameter loader: reads files, for as long as it is patient.
  public init(
    _ blueprint: Blueprint, engine: borrowing RenderEngine, planner: Planner,
    loader: BlueprintLoader = BlueprintLoader()
  ) {
    self.planner = planner
    self.loader = loader
    current = blueprint
    control = Self.control(of: engine, planner)
    loudestResponse = blueprint.loudestResponse
    loudestOfFile = loudestResponse
  }

  private static func control(
    of engine: borrowing RenderEngine, _ planner: Planner
  ) -> EngineControl {
    let block = engine.blockFrames
    return engine.control { planner.plan($0, blockFrames: block) }
  }

  /// An engine for a blueprint, in blocks that divide its period.
  public static func engine(_ blueprint: Blueprint, planner: Planner) -> RenderEngine {
    let audio = blueprint.configuration.audio
    let block = BlockAdapter.blockFrames(for: audio.periodFrames)
    return RenderEngine(
      blueprint.preparation.chain, blockFrames: block, split: OutputSplit(audio)
    ) {
      planner.plan($0, blockFrames: block)
    }
  }

  /// Makes one change.
  public func make(_ change: Change) throws(ChangeRefusal) -> Made {
    let blueprint = try self.blueprint(for: change)
    let response = blueprint.loudestResponse
    try check(rise: change.rise, to: response)
    let (effect, restart) = apply(blueprint, change)
    // The text may differ in what is not heard, such as the volume of the next start.
    if effect != .none || blueprint.configuration != current.configuration { generation += 1 }
    current = blueprint
    loudestResponse = response
    if change.source == .file { loudestOfFile = response }
    let report = ChangeReport(
      generation: generation, effect: effect, notes: blueprint.preparation.notes)
    return Made(report: report, blueprint: blueprint, restart: restart)
  }

  /// Frees what the audio thread has done with.
  public func collect() { control.collect() }

  private func blueprint(for change: Change) throws(ChangeRefusal) -> Blueprint {
    switch change.source {
    case .file: return try loader.load(path: current.document.path)
    case .edit(let edit):
      return try loader.load(edited(edit))
    }
  }

  private func check(rise: Change.Rise, to response: Double) throws(ChangeRefusal) {
    let known = max(loudestResponse, loudestOfFile)
    // From silence everything is a rise, and nothing is a jump in what was heard.
    guard rise == .limited, known > 0 else { return }
    let decibels = Decibels(amplitude: response / known).value
    // What a person writes as 6 dB may be a little more.
    guard decibels >= Self.largestRiseDecibels + 0.05 else { return }
    throw ChangeRefusal(
      reason: .louder, status: .configuration,
      message: """
        the loudest response would rise by \(decibels.text(decimals: 1)) dB, and at most \
        \(Self.largestRiseDecibels.text(decimals: 0)) dB at once are let through unasked; turn \
        the volume down and allow the rise (--allow-gain)
        """)
  }

  private func edited(_ edit: ConfigurationEdit) throws(ChangeRefusal) -> ConfigurationDocument {
    do throws(ConfigurationErrors) {
      return try current.document.edited(edit)
    } catch {
      throw ChangeRefusal(error)
    }
  }

  private func apply(
    _ blueprint: Blueprint, _ change: Change
  ) -> (ChangeEffect, restart: Handoff<Restart>?) {
    let touched = current.configuration.touchedDevices(for: blueprint.configuration)
    if current.configuration.needsRestart(for: blueprint.configuration) {
      return (.restart(touched), Handoff(restart(blueprint, touched)))
    }
    let rate = Double(blueprint.configuration.audio.sampleRate)
    let milliseconds = change.fadeMilliseconds ?? Self.usualFadeMilliseconds
    control.fadeFrames = Int(milliseconds * rate / 1000)
    switch control.change(to: blueprint.preparation.chain) {
    case .none: return (.none, nil)
    case .filters(let count): return (.filters(count), nil)
    case .engine: return (.engine, nil)
    }
  }

  private func restart(_ blueprint: Blueprint, _ touched: Set<DeviceSide>) -> Restart {
    let engine = Self.engine(blueprint, planner: planner)
    control = Self.control(of: engine, planner)
    let dials = engine.dials()
    let period = blueprint.configuration.audio.periodFrames
    var adapter = BlockAdapter(engine, callFrames: period)
    adapter.warmUp(frames: period)
    return Restart(engine: adapter, dials: dials, touched: touched)
  }
}

extension Configuration {
  /// Whether going over to the other needs the sound to stop.
  func needsRestart(for other: Configuration) -> Bool {
    audio.rateMatching != other.audio.rateMatching
      || audio.threadCount != other.audio.threadCount
      || playback.ceilingDecibels != other.playback.ceilingDecibels
      || playback.onFault != other.playback.onFault
      || !touchedDevices(for: other).isEmpty
  }

  /// The devices that have to be opened anew for the other.
  func touchedDevices(for other: Configuration) -> Set<DeviceSide> {
    let streamChanges =
      audio.sampleRate != other.audio.sampleRate || audio.periodFrames != other.audio.periodFrames
      || audio.latencyFrames != other.audio.latencyFrames
    var touched: Set<DeviceSide> = []
    if streamChanges || !capture.isSameStream(as: other.capture) { touched.insert(.capture) }
    if streamChanges || !playback.isSameStream(as: other.playback) { touched.insert(.playback) }
    return touched
  }
}

extension Configuration.Endpoint {
  fileprivate func isSameStream(as other: Configuration.Endpoint) -> Bool {
    device == other.device && channels.count == other.channels.count && format == other.format
  }
}

extension OutputSplit {
  /// As many threads as asked for and as there are processors; all with the capture thread's priority,
  /// which waits for the others for half a period at most.
  init(_ audio: Configuration.Audio) {
    self.init(
      threadCount: min(audio.threadCount, Processors.availableCount),
      priority: LiveService.usualPriority,
      patienceNanoseconds: 500_000_000 * audio.periodFrames / audio.sampleRate)
  }
}
