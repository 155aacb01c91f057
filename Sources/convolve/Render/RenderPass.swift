internal import Rendering
internal import Session
internal import SignalProcessing
internal import SoundFiles

/// One sound's way through a filter into a file: straight, or by way of a spool where its level or its
/// end can only be known when all of it is there.
struct RenderPass {
  let settings: RenderSettings
  let task: RenderTask
  let source: any FrameSource
  let sampleRate: Int
  let filter: PreparedFilter
  let sink: any SoundOutput
  /// Bits that dither is made for; `nil` for none.
  let ditherBits: Int?

  /// What was done to the convolved sound.
  struct Result {
    var gain = LevelGoal.Gain()
    /// Frames cut from the end, because they are too soft.
    var trimmedFrames = 0
    /// Samples that a chain's ceiling held down.
    var limitedSamples = 0
    /// Whether there was no level to set.
    var isSilent = false
  }

  /// - Parameter progress: called with the frames done; returns whether to go on.
  /// - Returns: `nil` when `progress` ended it.
  func run(
    jobs: Int, progress: (_ framesDone: Int) -> OfflineStep
  ) throws(CommandFailure) -> Result? {
    let needsSpool: Bool
    if case .trim = settings.span.end {
      needsSpool = true
    } else {
      needsSpool = settings.levels.goal.isOpen || task.noise != nil
    }
    return needsSpool
      ? try runTwice(jobs: jobs, progress) : try runOnce(jobs: jobs, progress)
  }

  private func runOnce(
    jobs: Int, _ progress: (Int) -> OfflineStep
  ) throws(CommandFailure) -> Result? {
    var result = Result()
    let finish = Finish(into: sink, ditherBits: ditherBits)
    let read = try render(source, to: finish, jobs: jobs, &result, progress)
    return read == nil ? nil : result
  }

  private func render(
    _ source: any FrameSource, to sink: any FrameSink, jobs: Int, _ result: inout Result,
    _ progress: (Int) -> OfflineStep
  ) throws(CommandFailure) -> Int? {
    let ceiling = filter.ceiling.map { OutputCeiling(into: sink, ceiling: $0) }
    let shift = filter.shiftFrames
    let held: any FrameSink = ceiling ?? sink
    let excerpt = shift > 0 ? Excerpt(of: held, from: shift) : held
    let read = try known { () throws(SoundFileError) in
      try filter.convolution.render(from: source, to: excerpt, jobs: jobs, progress: progress)
    }
    if ceiling?.mutesDaemon == true { throw runaway }
    result.limitedSamples = ceiling?.limitedSampleCount ?? 0
    return read
  }

  private var runaway: CommandFailure {
    CommandFailure(
      """
      \(task.response): brings \(task.input) 20 dB or more above its ceiling, at which the daemon falls \
      silent; look for a gain or a filter that is not what it should be
      """, .badSound)
  }

  private func runTwice(
    jobs: Int, _ progress: (Int) -> OfflineStep
  ) throws(CommandFailure) -> Result? {
    let goal = settings.levels.goal
    let spool = FrameSpool(channelCount: sink.channelCount, beside: task.output)
    let input = goal.measure == .energy ? LevelMeter(from: source) : nil
    var rate: Int?
    if case .loudness = goal.measure { rate = sampleRate }
    let meter = LevelMeter(into: spool, loudnessAt: rate)
    var result = Result()
    guard let read = try render(input ?? source, to: meter, jobs: jobs, &result, progress) else {
      return nil
    }
    result.isSilent = meter.peak == 0
    guard let gain = goal.gain(for: meter, input: input) else { throw withoutLoudness }
    result.gain = gain
    func step() -> OfflineStep { progress(read) }
    guard let end = try end(of: spool, meter, step) else { return nil }
    result.trimmedFrames = spool.frameCount - end
    sink.announce(frameCount: end)
    let finish = try finish(gain.factor, meter, frames: end)
    let isWhole = try known { () throws(SoundFileError) in
      try spool.transfer(frames: end, to: finish, step: step)
    }
    return isWhole ? result : nil
  }

  /// Where the result ends; `nil` when `step` ended the search.
  private func end(
    of spool: FrameSpool, _ meter: LevelMeter, _ step: () -> OfflineStep
  ) throws(CommandFailure) -> Int? {
    guard case .trim(let decibels) = settings.span.end, meter.peak > 0 else {
      return spool.frameCount
    }
    return try known { () throws(SoundFileError) in
      try spool.frameCount(
        audibleAbove: meter.peak * Decibels(decibels).amplitude, step: step)
    }
  }

  private var withoutLoudness: CommandFailure {
    CommandFailure(
      """
      \(task.output): its loudness cannot be measured; EBU R 128 needs 0.4 s above -70 LUFS and no \
      more than 64 channels, so use --normalize peak or energy
      """, .badSound)
  }
}
