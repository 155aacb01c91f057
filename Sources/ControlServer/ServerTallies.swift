internal import Control
internal import Synchronization

/// Counts that the loop writes and all read.
final class ServerTallies: Sendable {
  private let counts = Mutex(ControlCounts())
  private let meters = Atomic(0)
  private let state = Atomic(0)
  private let log = Atomic(0)
  private let rate = Atomic(0)

  var value: ControlCounts { counts.withLock { $0 } }

  func change(_ body: (inout ControlCounts) -> Void) { counts.withLock { body(&$0) } }

  /// How many clients want events of the topic.
  func subscribers(of topic: ControlTopic) -> Int {
    switch topic {
    case .meters: meters.load(ordering: .relaxed)
    case .state: state.load(ordering: .relaxed)
    case .log: log.load(ordering: .relaxed)
    }
  }

  func setSubscribers(of topic: ControlTopic, _ count: Int) {
    switch topic {
    case .meters: meters.store(count, ordering: .relaxed)
    case .state: state.store(count, ordering: .relaxed)
    case .log: log.store(count, ordering: .relaxed)
    }
  }

  /// The most that a client wants of meters per second; 0 if none wants any.
  var meterRate: Int {
    get { rate.load(ordering: .relaxed) }
    set { rate.store(newValue, ordering: .relaxed) }
  }
}
