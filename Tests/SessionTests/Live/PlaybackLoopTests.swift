import AudioDevices
import Realtime
import SignalProcessing
import Testing

@testable import Session

/// What the playback thread does in a single step.
@Suite struct PlaybackLoopTests {
  @Test func `A1: a step that is held up after it asked the device does not take frames for late`()
    throws
  {
    let ring = FrameRing(capacityFrames: 1024, channelCount: 1)
    let card = HeldCard(queuedFrames: 256)
    let source = Source(producer: ring.producer)
    let signals = LiveSignals(latencyFrames: 256)
    let events = EventQueue()
    var loop = PlaybackLoop(
      device: card, consumer: ring.consumer, signals: signals.share(), events: events.share(),
      options: PlaybackOptions(format: card.format, latencyFrames: 256, fadeFrames: 0))
    source.capture(64)
    card.play(64)
    _ = loop.step(now: card.now, woken: .ready)

    // Both cards go on behind the step's back: what was queued then and what waits now are too much.
    source.capture(64)
    card.afterLevel = {
      source.capture(192)
      card.play(192)
    }
    _ = loop.step(now: card.now, woken: .ready)
    let event = events.take()
    #expect(event == nil)
    while card.written.count < 320, card.played < 4096 {
      card.play(1)
      _ = loop.step(now: card.now, woken: .ready)
    }
    #expect(card.written.prefix(320).allSatisfy { $0 == 1 })
    #expect(signals[.lateFrames] == 0)
  }
}

/// What fills the ring.
private final class Source {
  private var producer: FrameProducer

  init(producer: consuming FrameProducer) { self.producer = producer }

  func capture(_ frames: Int) {
    let spans = producer.reserve(frames)
    for span in [spans.first, spans.second] { span.update(repeating: 1) }
    producer.commit(frames)
  }
}

/// A card that moves when the test says so.
private final class HeldCard: PlaybackDevice {
  let name = "held"
  let format = StreamFormat(
    sampleRate: 48_000, channelCount: 1, periodFrames: 64, bufferFrames: 512,
    sampleFormat: .float32)
  let clippedSampleCount = 0
  private(set) var written: [Float] = []
  private(set) var played = 0
  private var queuedFrames: Int
  /// Happens once, behind the next answer.
  var afterLevel: (() -> Void)?

  init(queuedFrames: Int) { self.queuedFrames = queuedFrames }

  var now: Int { played * 1_000_000 / 48 }

  func play(_ frames: Int) {
    queuedFrames -= frames
    played += frames
  }

  func level() -> (outcome: TransferOutcome, level: StreamLevel) {
    let level = StreamLevel(frames: queuedFrames, nanoseconds: now)
    afterLevel.take()?()
    return (.ready, level)
  }

  func write(
    _ source: UnsafePointer<Float>, frames: Int
  ) -> (outcome: TransferOutcome, frames: Int) {
    written.append(contentsOf: UnsafeBufferPointer(start: source, count: frames))
    queuedFrames += frames
    return (.ready, frames)
  }

  func writeSilence(frames: Int) -> (outcome: TransferOutcome, frames: Int) {
    queuedFrames += frames
    return (.ready, frames)
  }

  func prepare() -> TransferOutcome { .ready }
  func start() -> TransferOutcome { .ready }
  func wait(frames: Int, timeoutNanoseconds: Int) -> TransferOutcome { .ready }
  func stop() {}
  func drain() -> TransferOutcome { .ready }
}
