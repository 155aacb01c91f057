public import Engine
public import Realtime
public import Settings
internal import SignalProcessing

/// A live service and all that may be done to it while it plays: levels, bypass, comparison, and changes
/// of its configuration.
///
/// Thread: control. Changes are built elsewhere; their answers come back here, in ``step(now:)``.
public final class LiveOperation {
  /// What is heard.
  public enum Path: String, CaseIterable, Sendable {
    case chain
    /// The untouched input, at its own level.
    case bypass
  }

  /// Tells whoever opens devices what is wanted from now on, and whether samples pass unchanged.
  public typealias Aim = (_ configuration: Configuration, _ isTransparent: Bool) -> Void
  public typealias Answer = @Sendable (Result<ChangeReport, ChangeRefusal>) -> Void

  public let service: LiveService
  public private(set) var document: ConfigurationDocument
  public private(set) var configuration: Configuration
  public private(set) var generation = 1
  public private(set) var path = Path.chain
  public private(set) var levels: ServiceLevels
  /// Whether nothing is heard because the service has started again and again; any ``setMuted(_:)``
  /// ends it.
  public private(set) var isHeldBack: Bool
  /// Changes of the running engine by kind, for those who count.
  public private(set) var changeCounts = ChangeCounts()

  private var chain: Chain
  private var dials: EngineDials
  /// Of engines before this one.
  private var pastLateHelperBlocks = 0
  private var match = LevelMatch()
  /// Whether levels or chain were changed since the meters were looked at.
  private var isDisturbed = true
  private var calmFrom = 0
  /// Whether the devices that are open are still those of the configuration before.
  private var isRestarting = false
  private var reloadsUnderWay = 0

  private static let calmNanoseconds = 500_000_000
  private let aim: Aim
  private let inbox: OperationInbox
  private let queue: ChangeQueue

  /// An operation of a service that was not stepped yet.
  ///
  /// - Parameter builder: made from the same blueprint and engine; given away.
  /// - Parameter wake: ends the wait between two steps when an answer has come.
  public init(
    _ service: LiveService, blueprint: Blueprint, dials: EngineDials, levels: ServiceLevels,
    verdict: StartVerdict, builder: ChangeBuilder, wake: borrowing WakeSignal,
    aim: @escaping Aim
  ) throws(RealtimeError) {
    self.service = service
    self.dials = dials
    self.levels = levels
    self.aim = aim
    isHeldBack = verdict == .safe
    document = blueprint.document
    configuration = blueprint.configuration
    chain = blueprint.preparation.chain
    let inbox = OperationInbox(wake.share())
    self.inbox = inbox
    queue = try ChangeQueue(builder)
    applyLevels()
  }

  /// Does what is due.
  ///
  /// - Parameter now: nanoseconds of the monotonic clock.
  public func step(now: Int) {
    for made in inbox.take() { finish(made, now: now) }
    service.step(now: now)
  }

  /// Ends the builder's thread; what was asked for and not begun is refused.
  public func stop(now: Int) {
    queue.stop()
    for made in inbox.take() { finish(made, now: now) }
  }

  // MARK: - Levels

  /// - Precondition: in ``ServiceLevels/range``.
  public func setVolume(decibels: Double) {
    levels = ServiceLevels(volumeDecibels: decibels, isMuted: levels.isMuted)
    applyLevels()
  }

  /// Mutes, or has all heard again that was muted, by whatever.
  public func setMuted(_ wanted: Bool) {
    levels.isMuted = wanted
    isHeldBack = false
    if !wanted { service.unmute() }
    applyLevels()
  }

  /// Whether nothing is heard, for whatever reason.
  public var isSilent: Bool { levels.isMuted || isHeldBack || service.isMuted }

  private func applyLevels() {
    isDisturbed = true
    dials.gain = isHeldBack ? 0 : levels.gain
    if !isRestarting { aim(configuration, isTransparent) }
  }

  /// Whether each sample leaves as it came.
  private var isTransparent: Bool {
    chain.isTransparent && path == .chain && levels.gain == 1
      && configuration.audio.rateMatching != .on
  }

  // MARK: - Paths

  /// Whether the input can be let through: only with as many channels in as out.
  public var canBypass: Bool { dials.canBypass }

  /// Lets the chain or the untouched input be heard.
  ///
  /// - Parameter gain: of the untouched input, linear.
  /// - Precondition: for ``Path/bypass``, ``canBypass``.
  public func select(_ wanted: Path, bypassGain gain: Float = 1) {
    path = wanted
    dials.bypassGain = gain
    dials.bypass = wanted == .bypass ? .on : .off
    applyLevels()
  }

  /// The gain at which the untouched input is as loud as the chain; `nil` until the chain was heard.
  public var matchedBypassGain: Float? { match.gain }

  /// Learns how loud the chain is, while nothing was changed for a moment: meters look back, and what
  /// they saw then was not only the chain.
  ///
  /// - Parameter now: nanoseconds of the monotonic clock.
  public func observe(_ status: LiveStatus, now: Int) {
    if isDisturbed {
      isDisturbed = false
      calmFrom = now + Self.calmNanoseconds
    }
    guard path == .chain, now >= calmFrom else { return }
    match.observe(inputs: status.inputs, outputs: status.outputs, gain: dials.gain)
  }

  /// Blocks for which a thread that helps with large convolutions came too late: its outputs were
  /// silent.
  public var lateHelperBlocks: Int { pastLateHelperBlocks + dials.lateHelperBlocks }

  // MARK: - Changes

  /// Whether the file is being loaded again.
  public var isReloading: Bool { reloadsUnderWay > 0 }

  /// Asks for a change; `answer` is called in a later step.
  public func ask(_ change: Change, answer: @escaping Answer) {
    let inbox = inbox
    if change.source == .file { reloadsUnderWay += 1 }
    queue.ask(change) { inbox.put(.init(result: $0, source: change.source, answer: answer)) }
  }

  /// Has something done that waits for a disk.
  public func perform(_ work: @escaping @Sendable () -> Void) { queue.perform(work) }

  private func finish(_ made: OperationInbox.Made, now: Int) {
    if made.source == .file { reloadsUnderWay -= 1 }
    switch made.result {
    case .success(let change): adopt(change, now: now)
    case .failure: changeCounts.refused += 1
    }
    made.answer(made.result.map(\.report))
  }

  private func adopt(_ made: ChangeBuilder.Made, now: Int) {
    generation = made.report.generation
    document = made.blueprint.document
    configuration = made.blueprint.configuration
    changeCounts.note(made.report.effect)
    guard made.report.effect != .none else { return }
    chain = made.blueprint.preparation.chain
    match.reset()
    if let restart = made.restart {
      begin(restart.take(), now: now)
    } else {
      applyLevels()
    }
  }

  private func begin(_ restart: consuming ChangeBuilder.Restart, now: Int) {
    isRestarting = true
    let dials = restart.dials
    dials.gain = self.dials.gain
    service.change(
      to: ServiceSetup(
        engine: restart.engine, options: .init(configuration), touched: restart.touched,
        willOpen: { [unowned self] in goOn(with: dials) }),
      now: now)
  }

  /// The old engine is silent, and the devices of the new one are about to be opened.
  private func goOn(with dials: EngineDials) {
    isRestarting = false
    if !dials.canBypass { path = .chain }
    dials.bypassGain = self.dials.bypassGain
    dials.bypass = path == .bypass ? .on : .off
    pastLateHelperBlocks += self.dials.lateHelperBlocks
    self.dials = dials
    applyLevels()
  }
}

/// How often a running service was changed.
public struct ChangeCounts: Equatable, Sendable {
  /// Filters that were exchanged over a running history.
  public var filters = 0
  /// Engines that took over from another.
  public var engines = 0
  /// Stops and starts of the sound.
  public var restarts = 0
  /// Changes that were not made.
  public var refused = 0

  public init() {}

  mutating func note(_ effect: ChangeEffect) {
    switch effect {
    case .none: break
    case .filters(let count): filters += count
    case .engine: engines += 1
    case .restart: restarts += 1
    }
  }
}
