internal import AudioDevices
internal import Engine
internal import Realtime
internal import SignalProcessing

/// The capture thread: one period in, rendered, and into the ring.
///
/// `@unchecked Sendable`: made on the control thread and moved to its own; the device is touched by
/// this thread alone from the start until the session has joined it.
struct CaptureLoop: ~Copyable, @unchecked Sendable {
  private let device: any CaptureDevice
  private var engine: BlockAdapter
  private var producer: FrameProducer
  private let gate: WakeSignal
  private let wake: WakeSignal
  private let signals: LiveSignals
  private let inputMeter: PeakMeter
  private let outputMeter: PeakMeter
  private let deadlines: DeadlineMonitor
  private var fade = GainRamp(gain: 1)
  private var isFading = false
  /// Waits in a row that brought no period, and how many of them mean that the device stands still.
  private var idleWaits = 0
  private let patienceWaits: Int
  private let fadeFrames: Int
  private let blockFrames: Int
  private let outputCount: Int
  /// Planar, `[channel][frame]`.
  private let input: UnsafeMutablePointer<Float>
  private let output: UnsafeMutablePointer<Float>

  /// - Parameter gate: signalled when the device runs, or never will.
  /// - Parameter wake: wakes the playback thread.
  init(
    device: any CaptureDevice, engine: consuming BlockAdapter, producer: consuming FrameProducer,
    gate: consuming WakeSignal, wake: consuming WakeSignal, signals: consuming LiveSignals,
    inputMeter: consuming PeakMeter, outputMeter: consuming PeakMeter,
    deadlines: consuming DeadlineMonitor, fadeFrames: Int
  ) {
    let block = device.format.periodFrames
    let input = UnsafeMutablePointer<Float>.allocate(capacity: engine.inputCount * block)
    input.initialize(repeating: 0, count: engine.inputCount * block)
    let output = UnsafeMutablePointer<Float>.allocate(capacity: engine.outputCount * block)
    output.initialize(repeating: 0, count: engine.outputCount * block)
    self.device = device
    patienceWaits = Patience.waits(for: device.format)
    blockFrames = block
    outputCount = engine.outputCount
    self.engine = engine
    self.producer = producer
    self.gate = gate
    self.wake = wake
    self.signals = signals
    self.inputMeter = inputMeter
    self.outputMeter = outputMeter
    self.deadlines = deadlines
    self.fadeFrames = fadeFrames
    self.input = input
    self.output = output
  }

  deinit {
    input.deallocate()
    output.deallocate()
  }

  /// Runs until the fade-out asked for is done, or a fault. Thread: audio.
  mutating func run() {
    while !signals.hasStarted.isRaised && !signals.isFinished.isRaised {
      _ = gate.wait(timeoutMilliseconds: -1)
    }
    if signals.hasStarted.isRaised {
      while goOn(after: step()) {}
    }
    signals.isFinished.raise()
    wake.signal()
  }

  /// Waits for a period and renders it.
  private mutating func step() -> TransferOutcome {
    var outcome = device.wait(timeoutMilliseconds: Patience.milliseconds)
    RealtimeSection.enter()
    defer { RealtimeSection.exit() }
    let began = MonotonicClock.nanoseconds
    if outcome == .ready { outcome = device.readPeriod(into: input) }
    if signals.isStopping.isRaised && !isFading {
      isFading = true
      fade.move(to: 0, frames: fadeFrames)
    }
    guard outcome == .ready else { return outcome }
    renderBlock()
    deadlines.record(nanoseconds: MonotonicClock.nanoseconds - began)
    return .ready
  }

  @_noLocks
  private mutating func renderBlock() {
    inputMeter.measure(input, frames: blockFrames, channelStride: blockFrames)
    engine.render(input, into: output, frames: blockFrames)
    fade.apply(
      to: output, frames: blockFrames, channelCount: outputCount, channelStride: blockFrames)
    outputMeter.measure(output, frames: blockFrames, channelStride: blockFrames)
    queueBlock()
    signals.blocks.add()
  }

  /// All of the block or none: half a block would tear the stream. A full ring means that playback
  /// is slower or stands still; it queues the latency anew once it moves.
  @_noLocks
  private mutating func queueBlock() {
    if producer.writableFrames < blockFrames {
      signals.droppedFrames.add(blockFrames)
      signals.needsRealignment.raise()
    } else {
      let spans = producer.reserve(blockFrames)
      let firstFrames = spans.first.count / outputCount
      if let place = spans.first.baseAddress { interleave(from: 0, firstFrames, into: place) }
      if let place = spans.second.baseAddress {
        interleave(from: firstFrames, blockFrames - firstFrames, into: place)
      }
      producer.commit(blockFrames)
    }
    wake.signal()
  }

  @_noLocks
  private func interleave(
    from first: Int, _ frames: Int, into place: UnsafeMutablePointer<Float>
  ) {
    var channel = 0
    while channel < outputCount {
      let source = output + channel * blockFrames + first
      var frame = 0
      while frame < frames {
        place[frame * outputCount + channel] = source[frame]
        frame += 1
      }
      channel += 1
    }
  }

  /// Says whether there is anything left to run; recovers the device first where that is needed.
  private mutating func goOn(after outcome: TransferOutcome) -> Bool {
    if signals.playbackEnded.isRaised { return false }
    if outcome == .ready {
      idleWaits = 0
      tellIfCurrent()
      return !isFading || fade.isMoving
    }
    idleWaits += 1
    if isFault(outcome) { return false }
    if outcome == .timedOut {
      // A device that stands still has nothing to fade.
      return !isFading || idleWaits < patienceWaits
    }
    if outcome == .xrun { signals.captureXruns.add() } else { signals.suspensions.add() }
    // Nor has a stream that is torn already.
    return !isFading && !isFault(recover())
  }

  /// Tells a halted playback side that it has the newest frames there are.
  ///
  /// After a late wake-up several periods wait in the device. Playback that started again on the
  /// first of them would get the others at once, on top of its latency.
  private func tellIfCurrent() {
    guard signals.playbackIsHalted.isRaised else { return }
    guard device.wait(timeoutMilliseconds: 0) == .timedOut else { return }
    signals.captureIsCurrent.raise()
    wake.signal()
  }

  /// Has playback start anew, and starts the device again.
  private func recover() -> TransferOutcome {
    signals.needsRealignment.raise()
    wake.signal()
    return device.recover()
  }

  /// Whether this is the end; if so, it is noted for the control side.
  private func isFault(_ outcome: TransferOutcome) -> Bool {
    guard let fault = LiveFault(outcome) else { return false }
    signals.captureFault.add(fault.code)
    signals.captureFaulted.raise()
    return true
  }
}
