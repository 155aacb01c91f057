internal import ALSADevices
internal import Convolution
internal import Engine
internal import Journal
internal import Realtime
internal import Session
internal import Settings

/// One run of the daemon, from a configuration to the last frame.
struct Daemon {
  let arguments: Arguments
  let log: DaemonLog

  /// Runs until a stop or a fault.
  ///
  /// - Throws: the exit status, after the reason was said.
  func run(_ signals: consuming Signals) throws(ExitStatus) {
    RealtimeBudget.bound(milliseconds: 500)
    let memory = Environment.stateFolder(arguments).map { ServiceMemory(folder: $0) }
    let beginning = try Beginning(arguments, memory, log)
    let blueprint = beginning.blueprint
    let costs = MachineCosts.find()
    let planner = Planner(costs: costs.costs, goal: .live)
    let engine = ChangeBuilder.engine(blueprint, planner: planner)
    let builder = ChangeBuilder(blueprint, engine: engine, planner: planner)
    let dials = engine.dials()
    for line in [costs.summary] + [costs.note].compactMap(\.self) { log.record(.costs, line) }
    for (code, line) in Report.chain(engine, blueprint) { log.record(code, line) }
    let provider = ALSADeviceProvider(blueprint.configuration)
    let service = LiveService(
      provider: provider,
      engine: BlockAdapter(engine, callFrames: blueprint.configuration.audio.periodFrames),
      periodFrames: blueprint.configuration.audio.periodFrames,
      options: .init(blueprint.configuration))
    let operation = try operation(service, beginning, dials, builder, signals.wake, provider)
    let memoryLock = lockMemory()
    log.record(
      memoryLock == .locked ? .memoryLocked : .memoryRefused, Report.memory(memoryLock))
    var loop = ServiceLoop(
      operation: operation, signals: signals, memory: memory, arguments: arguments,
      standing: beginning.standing, log: log)
    try loop.run()
  }

  private func operation(
    _ service: LiveService, _ beginning: Beginning, _ dials: EngineDials,
    _ builder: ChangeBuilder, _ wake: borrowing WakeSignal, _ provider: ALSADeviceProvider
  ) throws(ExitStatus) -> LiveOperation {
    do throws(RealtimeError) {
      return try LiveOperation(
        service, blueprint: beginning.blueprint, dials: dials, levels: beginning.levels,
        verdict: beginning.verdict, builder: builder, wake: wake
      ) { configuration, isTransparent in provider.aim(at: configuration, isTransparent) }
    } catch {
      log.record(.threadsRefused, error.description)
      throw .internal
    }
  }
}
