package import SimulatedDevices

extension SimulationPlan {
  /// A run in which nothing happens but what is put into its script: two exact cards, a short
  /// period, a latency of three and a half of them.
  ///
  /// - Parameter seconds: at least 30.
  package static func calm(_ changes: [(seconds: Double, WorldChange)], seconds: Int = 30) -> Self {
    var plan = SimulationPlan(seed: 1, seconds: seconds)
    plan.sampleRate = 8000
    plan.periodFrames = 256
    plan.latencyFrames = 896
    plan.bufferFrames = 2048
    plan.channelCount = 2
    plan.isOneCard = false
    plan.captureDrift = .init()
    plan.playbackDrift = .init()
    plan.captureHabits = .init()
    plan.playbackHabits = .init()
    plan.captureWakes = .init(usualNanoseconds: 50_000)
    plan.playbackWakes = .init(usualNanoseconds: 50_000)
    plan.script = changes.enumerated().map { index, change in
      ScriptedChange(
        time: start + Int(change.seconds * 1e9), change: change.1, number: index + 1)
    }
    let cure = ScriptedChange(time: plan.healTime, change: .heal, number: changes.count + 1)
    plan.script.append(cure)
    return plan
  }
}
