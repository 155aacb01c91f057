public import AudioDevices
public import Engine
public import Realtime
internal import SignalProcessing

/// Live sound: a capture device, an engine and a playback device, two audio threads and a ring.
///
/// Samples flow one way: the capture thread reads a period, renders it and queues it; the playback
/// thread passes it on. A frame leaves ``Options/latencyFrames`` after it came in: one period of it
/// is collected, the rest is queued for playback. After an xrun on either side playback starts
/// again with the same latency.
///
/// Thread: control, one at a time.
public final class LiveSession {
  /// How the session runs.
  public struct Options: Equatable, Sendable {
    /// Frames between a sample in and the same sample out, but for what the engine adds; at least
    /// two periods.
    public var latencyFrames: Int
    /// Frames of the fade before the sound ends.
    public var fadeFrames: Int
    /// Realtime priority of the capture thread, the playback thread one above; `nil` for none.
    public var priority: Int?

    public init(latencyFrames: Int, fadeFrames: Int, priority: Int? = 70) {
      self.latencyFrames = latencyFrames
      self.fadeFrames = fadeFrames
      self.priority = priority
    }
  }

  public let options: Options
  private let capture: any CaptureDevice
  private let playback: any PlaybackDevice
  private let signals = LiveSignals()
  /// Signalled once the devices run, or never will.
  private let gate: WakeSignal
  private let wake: WakeSignal
  private let inputMeter: PeakMeter
  private let outputMeter: PeakMeter
  private let deadlines: DeadlineMonitor
  private let captureBody: Handoff<CaptureLoop>
  private let playbackBody: Handoff<PlaybackLoop>
  private var threads: LiveThreads?
  /// What the threads were granted, once they run.
  public private(set) var scheduling: [SchedulingOutcome] = []

  /// Prepares all that the threads will use; renders one block to touch it.
  ///
  /// - Parameter engine: renders calls of one period.
  /// - Precondition: both devices run at one rate and with one period, and have the engine's
  ///   channels; the latency is at least two periods and fits the playback buffer.
  public init(
    capture: any CaptureDevice, playback: any PlaybackDevice, engine: consuming BlockAdapter,
    options: Options
  ) throws(RealtimeError) {
    let block = capture.format.periodFrames
    precondition(capture.format.sampleRate == playback.format.sampleRate)
    precondition(playback.format.periodFrames == block)
    precondition(capture.format.channelCount == engine.inputCount)
    precondition(playback.format.channelCount == engine.outputCount)
    precondition(options.latencyFrames >= 2 * block)
    precondition(options.latencyFrames <= playback.format.bufferFrames)
    self.capture = capture
    self.playback = playback
    self.options = options
    gate = try WakeSignal()
    wake = try WakeSignal()
    inputMeter = PeakMeter(channelCount: engine.inputCount)
    outputMeter = PeakMeter(channelCount: engine.outputCount)
    deadlines = DeadlineMonitor(
      periodNanoseconds: block * 1_000_000_000 / capture.format.sampleRate)
    let ring = FrameRing(
      capacityFrames: Self.ringFrames(for: playback.format),
      channelCount: playback.format.channelCount)
    playbackBody = Handoff(
      PlaybackLoop(
        device: playback, consumer: ring.consumer, wake: wake.share(), signals: signals.share(),
        latencyFrames: options.latencyFrames))
    captureBody = Handoff(
      CaptureLoop(
        device: capture, engine: Self.warmed(engine, frames: block), producer: ring.producer,
        gate: gate.share(), wake: wake.share(), signals: signals.share(),
        inputMeter: inputMeter.share(), outputMeter: outputMeter.share(),
        deadlines: deadlines.share(), fadeFrames: options.fadeFrames))
  }

  /// Room for everything the playback buffer could take at once, and half as much again.
  private static func ringFrames(for format: StreamFormat) -> Int {
    var frames = 4 * format.periodFrames
    while frames < format.bufferFrames * 3 / 2 { frames *= 2 }
    var power = 1
    while power < frames { power *= 2 }
    return power
  }

  /// Runs the engine once, so that no page, table or symbol is met first on the audio thread.
  private static func warmed(
    _ engine: consuming BlockAdapter, frames: Int
  ) -> BlockAdapter {
    var engine = engine
    var output = [Float](repeating: 0, count: engine.outputCount * frames)
    let silence = [Float](repeating: 0, count: engine.inputCount * frames)
    engine.render(silence, into: &output, frames: frames)
    engine.reset()
    return engine
  }

  /// Prepares the devices, queues the latency, starts both threads and then both clocks: a thread
  /// that was born after them would begin late. Only once; after an error both devices are stopped.
  ///
  /// - Parameter startDevices: starts the two prepared devices as close together as it can.
  public func start(
    _ startDevices: () throws(DeviceError) -> Void
  ) throws(LiveSessionError) {
    precondition(threads == nil)
    do throws(LiveSessionError) {
      try prepareDevices()
      try startThreads()
      try live { () throws(DeviceError) in try startDevices() }
    } catch {
      endThreads()
      capture.stop()
      playback.stop()
      throw error
    }
    signals.hasStarted.raise()
    gate.signal()
  }

  private func live(_ body: () throws(DeviceError) -> Void) throws(LiveSessionError) {
    do throws(DeviceError) { try body() } catch { throw .device(error) }
  }

  private func prepareDevices() throws(LiveSessionError) {
    try live { () throws(DeviceError) in
      try capture.prepare()
      try playback.prepare()
      let queued = playback.writeSilence(frames: options.latencyFrames)
      guard queued.frames == options.latencyFrames else {
        throw DeviceError(
          kind: .failed, device: playback.name,
          message: "it took \(queued.frames) of \(options.latencyFrames) frames before its start; "
            + "set audio.latency lower")
      }
    }
  }

  private func startThreads() throws(LiveSessionError) {
    do throws(RealtimeError) {
      let player = try playbackThread()
      do throws(RealtimeError) {
        let recorder = try captureThread()
        scheduling = [recorder.scheduling, player.scheduling]
        threads = LiveThreads(capture: recorder, playback: player)
      } catch {
        // The player is waited for on the way out, and waits for a capture thread that never came.
        endThreads()
        throw error
      }
    } catch {
      throw .thread(error)
    }
  }

  private func captureThread() throws(RealtimeError) -> RealtimeThread {
    let body = captureBody
    return try RealtimeThread(.init(name: "capture", priority: options.priority)) {
      var loop = body.take()
      loop.run()
    }
  }

  /// Above the capture thread: it has less to do and is late first.
  private func playbackThread() throws(RealtimeError) -> RealtimeThread {
    let body = playbackBody
    return try RealtimeThread(
      .init(name: "playback", priority: options.priority.map { $0 + 1 })
    ) {
      var loop = body.take()
      loop.run()
    }
  }

  /// Has threads end that wait for the start, and waits until they have.
  private func endThreads() {
    signals.isFinished.raise()
    gate.signal()
    wake.signal()
    threads = nil
  }

  /// Whether both threads are at work.
  public var isRunning: Bool {
    threads != nil && !signals.isFinished.isRaised && !signals.playbackEnded.isRaised
  }

  /// Asks for a fade-out and the end; returns at once.
  public func requestStop() { signals.isStopping.raise() }

  /// Waits for both threads, a bounded time after a stop was asked for, and stops the devices.
  ///
  /// - Throws: what ended the session, if it was not a stop.
  public func finish() throws(LiveSessionError) {
    threads = nil
    capture.stop()
    playback.stop()
    if signals.captureFaulted.isRaised {
      throw .fault(device: capture.name, LiveFault(code: signals.captureFault.value).text)
    }
    if signals.playbackFaulted.isRaised {
      throw .fault(device: playback.name, LiveFault(code: signals.playbackFault.value).text)
    }
  }

  /// The state of the session, with the meters since the last call.
  public func takeStatus() -> LiveStatus {
    LiveStatus(
      blockCount: signals.blocks.value, blockFrames: capture.format.periodFrames,
      captureXruns: signals.captureXruns.value, playbackXruns: signals.playbackXruns.value,
      suspensions: signals.suspensions.value, droppedFrames: signals.droppedFrames.value,
      clippedSamples: playback.clippedSampleCount, deadlines: deadlines.snapshot(),
      inputs: (0..<inputMeter.channelCount).map { inputMeter.take(channel: $0) },
      outputs: (0..<outputMeter.channelCount).map { outputMeter.take(channel: $0) })
  }
}

/// Both threads; joined when this goes.
private struct LiveThreads: ~Copyable {
  let capture: RealtimeThread
  let playback: RealtimeThread
}
