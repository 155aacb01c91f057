internal import Control
internal import NIOCore

/// All clients. Lives on the loop.
final class ClientHub {
  let limits: ControlLimits
  let gate: LoopGate
  let tallies: ServerTallies
  let handler: ControlServer.Handler
  private var clients: [ObjectIdentifier: ClientHandler] = [:]

  init(
    _ limits: ControlLimits, _ gate: LoopGate, _ tallies: ServerTallies,
    _ handler: @escaping ControlServer.Handler
  ) {
    self.limits = limits
    self.gate = gate
    self.tallies = tallies
    self.handler = handler
  }

  /// - Returns: whether there is room.
  func admit(_ client: ClientHandler) -> Bool {
    guard clients.count < limits.clients else {
      tallies.change { $0.refused += 1 }
      return false
    }
    clients[ObjectIdentifier(client)] = client
    tallies.change { counts in
      counts.accepted += 1
      counts.clients += 1
    }
    return true
  }

  func remove(_ client: ClientHandler) {
    guard clients.removeValue(forKey: ObjectIdentifier(client)) != nil else { return }
    tallies.change { $0.clients -= 1 }
    countSubscribers()
  }

  /// To be called when a client wants other topics than before.
  func countSubscribers() {
    for topic in ControlTopic.allCases {
      let count = clients.values.count { $0.topics.contains(topic) }
      tallies.setSubscribers(of: topic, count)
    }
    tallies.meterRate = clients.values.lazy.map(\.meterRate).max() ?? 0
  }

  func publish(_ topic: ControlTopic, _ line: ByteBuffer) {
    // A client that is closed for it leaves the list.
    for client in Array(clients.values) where client.topics.contains(topic) {
      client.deliver(topic, line)
    }
  }

  /// Answers what is open, and closes every connection.
  func stop() {
    for client in Array(clients.values) { client.stop() }
  }
}
