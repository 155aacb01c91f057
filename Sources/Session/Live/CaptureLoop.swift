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
  private let wake: WakeSignal
  private let signals: LiveSignals
  private let inputMeter: PeakMeter
  private let outputMeter: PeakMeter
  private let deadlines: DeadlineMonitor
  private var fade = GainRamp(gain: 1)
  private let fadeFrames: Int
  private let blockFrames: Int
  private let outputCount: Int
  /// Planar, `[channel][frame]`.
  private let input: UnsafeMutablePointer<Float>
  private let output: UnsafeMutablePointer<Float>

  /// A wait is cut to this length, so that a stop is heard although the device stands still.
  private static let patienceMilliseconds: Int32 = 50

  init(
    device: any CaptureDevice, engine: consuming BlockAdapter, producer: consuming FrameProducer,
    wake: consuming WakeSignal, signals: consuming LiveSignals, inputMeter: consuming PeakMeter,
    outputMeter: consuming PeakMeter, deadlines: consuming DeadlineMonitor, fadeFrames: Int
  ) {
    let block = device.format.periodFrames
    let input = UnsafeMutablePointer<Float>.allocate(capacity: engine.inputCount * block)
    input.initialize(repeating: 0, count: engine.inputCount * block)
    let output = UnsafeMutablePointer<Float>.allocate(capacity: engine.outputCount * block)
    output.initialize(repeating: 0, count: engine.outputCount * block)
    self.device = device
    blockFrames = block
    outputCount = engine.outputCount
    self.engine = engine
    self.producer = producer
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
    var isFading = false
    while true {
      var outcome = device.wait(timeoutMilliseconds: Self.patienceMilliseconds)
      RealtimeSection.enter()
      let began = MonotonicClock.nanoseconds
      if outcome == .ready { outcome = device.readPeriod(into: input) }
      if signals.isStopping.isRaised && !isFading {
        isFading = true
        fade.move(to: 0, frames: fadeFrames)
      }
      if outcome == .ready {
        renderBlock()
        deadlines.record(nanoseconds: MonotonicClock.nanoseconds - began)
      } else if !goOn(after: outcome) {
        break
      }
      // A device that stands still has nothing to fade.
      if isFading && (!fade.isMoving || outcome == .timedOut) { break }
      if signals.playbackEnded.isRaised { break }
      RealtimeSection.exit()
    }
    signals.isFinished.raise()
    wake.signal()
    RealtimeSection.exit()
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

  /// Counts and mends what the device reports; says whether there is anything left to run.
  private mutating func goOn(after outcome: TransferOutcome) -> Bool {
    var outcome = outcome
    if outcome == .xrun || outcome == .suspended {
      if outcome == .xrun { signals.captureXruns.add() } else { signals.suspensions.add() }
      signals.needsRealignment.raise()
      outcome = device.recover()
    }
    guard let fault = LiveFault(outcome) else { return true }
    signals.captureFault.add(fault.code)
    signals.captureFaulted.raise()
    return false
  }
}
