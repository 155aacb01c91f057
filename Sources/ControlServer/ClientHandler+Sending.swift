internal import Control
internal import JSON
internal import NIOCore

extension ClientHandler {
  func answer(_ number: Int, _ line: ByteBuffer) {
    guard phase != .closed else { return }
    replies.fill(number, with: line)
    sendAnswers()
  }

  private func sendAnswers() {
    while let line = replies.take() {
      if outbox.add(line, .reply) == .full { return drop() }
    }
    drain()
  }

  /// An event for a subscriber.
  func deliver(_ topic: ControlTopic, _ line: ByteBuffer) {
    if topic == .meters && !wantsMeters() { return }
    _ = outbox.add(line, topic == .meters ? .meters : .event)
    drain()
  }

  /// Hands over to the socket as much as it takes, and goes on with what has room now.
  func drain() {
    guard let context, phase != .closed, !isDraining else { return }
    countDropped()
    isDraining = true
    while context.channel.isWritable, !outbox.isEmpty {
      while context.channel.isWritable, let line = outbox.take() {
        context.write(wrapOutboundOut(line), promise: nil)
      }
      context.flush()
    }
    isDraining = false
    watchReading()
    process()
    if canRead { context.read() }
    closeWhenDone()
  }

  /// Tells what went wrong, and reads no more; what was asked before is answered first.
  func end(_ failure: ControlFailure, id: JSONValue? = nil) {
    guard phase == .open else { return }
    phase = .ending
    answer(replies.open(), ControlReply(id: id, .failure(failure)).line)
  }

  /// Ends a client that does not speak our language.
  func protocolError(_ failure: ControlFailure, id: JSONValue? = nil) {
    hub.tallies.change { $0.protocolErrors += 1 }
    end(failure, id: id)
  }

  /// Answers what is open, hands over what the socket takes at once, and closes.
  func stop() {
    guard phase != .closed else { return }
    phase = .ending
    replies.fillAll(
      with: ControlReply(id: nil, .failure(ControlFailure(.stopping, "The daemon ends."))).line)
    sendAnswers()
    context?.close(promise: nil)
  }

  /// Closes once there is nothing more to say and nothing more to hear.
  func closeWhenDone() {
    guard let context, replies.count == 0, outbox.isEmpty, !isProcessing else { return }
    guard phase == .ending || phase == .open && isInputClosed && topics.isEmpty else { return }
    phase = .closed
    watchReading()
    let channel = context.channel
    // Behind what the socket has not taken yet.
    channel.writeAndFlush(ByteBuffer()).whenComplete { _ in channel.close(promise: nil) }
  }

  private func countDropped() {
    let more = outbox.takeDropped()
    if more > 0 { hub.tallies.change { $0.droppedEvents += more } }
  }

  // MARK: - Time

  /// - Parameter isPartial: whether a request has begun that is not complete.
  /// - Parameter restarts: whether it is another one than before.
  func watchRequest(isPartial: Bool, restarts: Bool) {
    if restarts || !isPartial {
      requestTimer?.cancel()
      requestTimer = nil
    }
    guard isPartial, requestTimer == nil else { return }
    requestTimer = after(hub.limits.requestNanoseconds) { $0.requestExpired() }
  }

  private func requestExpired() {
    let seconds = (Double(hub.limits.requestNanoseconds) / 1e9).rounded()
    hub.tallies.change { $0.timeouts += 1 }
    end(
      ControlFailure(
        .timedOut,
        "The request has not ended within \(Int(seconds)) s; send a newline behind each request."))
  }

  private func watchReading() {
    guard let context else { return }
    if phase != .closed && context.channel.isWritable {
      stallTimer?.cancel()
      stallTimer = nil
    } else if stallTimer == nil {
      stallTimer = after(hub.limits.stallNanoseconds) { $0.drop() }
    }
  }

  /// Closes a client that does not read.
  private func drop() {
    hub.tallies.change { $0.timeouts += 1 }
    phase = .closed
    context?.close(promise: nil)
  }

  private func after(
    _ nanoseconds: Int, _ body: @escaping @Sendable (ClientHandler) -> Void
  ) -> Scheduled<Void>? {
    guard let loop = context?.eventLoop else { return nil }
    let client = NIOLoopBound(self, eventLoop: loop)
    return loop.scheduleTask(in: .nanoseconds(Int64(nanoseconds))) { body(client.value) }
  }
}
