import AudioDevices
import Convolution
import Engine
import Session
import SignalProcessing
import Testing

/// A live session between two cards whose clock the test moves.
final class LiveBench {
  let cards: LiveMonitor<LiveCards>
  let session: LiveSession
  let capture: LiveCapture
  let playback: LivePlayback
  let latencyFrames: Int

  /// Two channels that pass through unchanged, at normal priority.
  init(
    period: Int = 64, sampleRate: Int = 48_000, latencyFrames: Int = 256, fadeFrames: Int = 128
  ) throws {
    let format = StreamFormat(
      sampleRate: sampleRate, channelCount: 2, periodFrames: period,
      bufferFrames: latencyFrames + 2 * period, sampleFormat: .float32)
    let engine = RenderEngine(Chain(inputCount: 2, stages: []), blockFrames: period) {
      .uniform(blockFrames: period, tapCount: $0.tapCount)
    }
    cards = LiveMonitor(LiveCards(format: format))
    capture = LiveCapture(cards, format: format)
    playback = LivePlayback(cards, format: format)
    self.latencyFrames = latencyFrames
    session = try LiveSession(
      capture: capture, playback: playback, engine: BlockAdapter(engine, callFrames: period),
      options: .init(latencyFrames: latencyFrames, fadeFrames: fadeFrames, priority: nil))
  }

  func start() throws {
    try session.start { () throws(DeviceError) in
      try capture.start()
      try playback.start()
    }
  }

  /// Lets so many periods pass, one after the other, each answered by both threads.
  func play(_ periods: Int, _ location: SourceLocation = #_sourceLocation) {
    for _ in 0..<periods { playAtOnce(1, location) }
  }

  /// Lets so many periods pass before either thread wakes up, after `change`.
  func playAtOnce(
    _ periods: Int, _ location: SourceLocation = #_sourceLocation,
    after change: (inout LiveCards) -> Void = { _ in }
  ) {
    cards.with { cards in
      change(&cards)
      for _ in 0..<periods { cards.pass() }
    }
    let isSettled: Void? = cards.when {
      $0.isSettled
    } _: { _ in
    }
    #expect(isSettled != nil, "the threads have hung", sourceLocation: location)
  }

  /// Lets so many periods pass and does not wait for an answer.
  func pass(_ periods: Int) {
    cards.with { cards in for _ in 0..<periods { cards.pass() } }
  }

  /// Stops the session and lets the two blocks of its fade pass.
  func stop(_ location: SourceLocation = #_sourceLocation) throws {
    session.requestStop()
    pass(2)
    try finish(location)
  }

  /// Waits for the session's end.
  func finish(_ location: SourceLocation = #_sourceLocation) throws {
    defer {
      #expect(!cards.with { $0.hasHung }, "the threads have hung", sourceLocation: location)
    }
    try session.finish()
  }

  /// Frames that were heard at another time than the latency after they were captured.
  var misplacedFrames: Int {
    cards.with { cards in
      cards.heard.count { $0.sample != Float($0.time - latencyFrames + 1) }
    }
  }

  var heardFrames: Int { cards.with { $0.heard.count } }
}
