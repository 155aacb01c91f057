import Convolution
import Engine
import Realtime
import Settings
import Synchronization
import Testing
import TestSupport

@testable import Session

/// The thread that changes are built on.
@Suite struct ChangeQueueTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write(
      text: """
        version: 1
        audio: {rate: 48000, period: 64}
        capture: {device: in, channels: [L]}
        playback: {device: out, channels: [L]}
        chain:
          - gain: {name: level, on: [L], gain: 0}

        """, as: "room.yaml")
  }

  private func queue() throws -> ChangeQueue {
    let blueprint = try Blueprint(path: folder.path("room.yaml"))
    let planner = Planner(costs: .typical, goal: .live)
    let engine = ChangeBuilder.engine(blueprint, planner: planner)
    return try ChangeQueue(ChangeBuilder(blueprint, engine: engine, planner: planner))
  }

  /// What was answered, in order.
  private final class Answers: Sendable {
    private let results = Mutex<[Result<ChangeBuilder.Made, ChangeRefusal>]>([])

    func add(_ result: Result<ChangeBuilder.Made, ChangeRefusal>) {
      results.withLock { $0.append(result) }
    }

    var all: [Result<ChangeBuilder.Made, ChangeRefusal>] { results.withLock { $0 } }
  }

  @Test func `a storm of edits is answered in order and ends in the newest, C3`() throws {
    let queue = try queue()
    let answers = Answers()
    for index in 1...200 {
      let edit = ConfigurationEdit(path: "level.gain", value: "\(-Double(index) / 100) dB")
      queue.ask(Change(.edit(edit))) { answers.add($0) }
    }
    // Behind all of them.
    let done = try WakeSignal()
    let signal = Handoff(done.share())
    queue.ask(Change(.edit(.init(path: "level.gain", value: "-3 dB")))) { result in
      answers.add(result)
      signal.take().signal()
    }
    let isDone = done.wait(timeoutNanoseconds: 60_000_000_000)
    #expect(isDone)
    let generations = answers.all.compactMap { try? $0.get().report.generation }
    #expect(generations == Array(2...202))
    let last = try answers.all.last?.get()
    #expect(last?.blueprint.document.value(at: "level.gain") == "-3 dB")
  }

  @Test func `what is asked for after the end is refused, and nothing is left unanswered`() throws {
    let queue = try queue()
    let answers = Answers()
    for _ in 0..<50 { queue.ask(Change(.file)) { answers.add($0) } }
    queue.stop()
    queue.ask(Change(.file)) { answers.add($0) }
    #expect(answers.all.count == 51)
    guard case .failure(let refusal) = answers.all.last else {
      Issue.record("The last one was not refused.")
      return
    }
    #expect(refusal.reason == .stopping)
  }

  @Test func `work that waits for a disk is done before the end`() throws {
    let queue = try queue()
    let counter = Counter()
    for _ in 0..<20 { queue.perform { counter.add() } }
    queue.stop()
    #expect(counter.value == 20)
  }

  private final class Counter: Sendable {
    private let count = Mutex(0)
    func add() { count.withLock { $0 += 1 } }
    var value: Int { count.withLock { $0 } }
  }
}
