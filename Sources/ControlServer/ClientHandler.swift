internal import Control
internal import JSON
internal import NIOCore

/// One connection: cuts what comes into requests, has them carried out, and sends answers and
/// events as fast as the client reads. Lives on the loop.
final class ClientHandler: ChannelInboundHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  let hub: ClientHub
  private(set) var context: ChannelHandlerContext?
  private var framer: LineFramer
  var replies = ReplyQueue()
  var outbox: Outbox
  var phase = Phase.open
  /// The client sends no more.
  private(set) var isInputClosed = false
  /// Handing over to the socket can lead back here, by a change of what it takes.
  var isDraining = false
  /// Ends a request that is not completed in time.
  var requestTimer: Scheduled<Void>?
  /// Ends a client that does not read.
  var stallTimer: Scheduled<Void>?
  private var subscription: ControlCommand.Subscription?
  private var identity = ClientIdentity(user: .max, process: 0)
  private var pacing: MeterPacing?
  /// Carrying out a request can lead back here, by an answer that is given at once.
  private(set) var isProcessing = false

  enum Phase {
    case open
    /// No further request is read; closed once all is sent.
    case ending
    case closed
  }

  init(_ hub: ClientHub) {
    self.hub = hub
    framer = LineFramer(limitBytes: hub.limits.requestBytes)
    outbox = Outbox(limitBytes: hub.limits.outputBytes)
  }

  var topics: [ControlTopic] { phase == .open ? subscription?.topics ?? [] : [] }

  /// How often it wants meters per second; 0 if it wants none.
  var meterRate: Int { topics.contains(.meters) ? subscription?.rate ?? 0 : 0 }

  // MARK: - What the connection tells

  func channelActive(context: ChannelHandlerContext) {
    self.context = context
    guard hub.admit(self) else {
      let limit = hub.limits.clients
      end(ControlFailure(.tooManyClients, "\(limit) clients are connected already; close one."))
      return
    }
    identity = PeerCredentials.of(context.channel) ?? identity
    context.read()
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    framer.append(unwrapInboundIn(data).readableBytesView)
    process()
  }

  func channelReadComplete(context: ChannelHandlerContext) {
    if canRead { context.read() }
  }

  func channelWritabilityChanged(context: ChannelHandlerContext) {
    guard context.channel.isWritable else { return }
    // The client has read.
    stallTimer?.cancel()
    stallTimer = nil
    drain()
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    guard case .some(.inputClosed) = event as? ChannelEvent else { return }
    isInputClosed = true
    process()
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    context.close(promise: nil)
  }

  func channelInactive(context: ChannelHandlerContext) {
    phase = .closed
    requestTimer?.cancel()
    stallTimer?.cancel()
    self.context = nil
    hub.remove(self)
  }

  // MARK: - Requests

  /// Whether there is room for what a further request would lead to.
  private var hasRoom: Bool {
    replies.count < hub.limits.pendingRequests && outbox.byteCount < hub.limits.outputBytes / 4
  }

  var canRead: Bool { phase == .open && !isInputClosed && hasRoom }

  /// Carries out the requests that are complete, as long as there is room for the answers.
  func process() {
    guard !isProcessing else { return }
    isProcessing = true
    var isComplete = false
    while phase == .open, hasRoom {
      do throws(LineFramer.Overflow) {
        guard let line = try framer.next() else { break }
        isComplete = true
        carryOut(line)
      } catch {
        protocolError(
          ControlFailure(.tooLong, "The line has more than \(error.limitBytes) bytes."))
      }
    }
    isProcessing = false
    watchRequest(isPartial: phase == .open && hasRoom && framer.hasBytes, restarts: isComplete)
    if isInputClosed, phase == .open, hasRoom, framer.hasBytes {
      protocolError(
        ControlFailure(
          .malformed, "The last line has no end; send a newline behind each request."))
    }
    closeWhenDone()
  }

  private func carryOut(_ line: [UInt8]) {
    guard !line.allSatisfy({ $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\r") }) else { return }
    let json: JSONValue
    do throws(JSONError) { json = try JSONValue(parsing: line) } catch {
      let sentence = "The line is no JSON: \(error.reason), at column \(error.column)."
      protocolError(ControlFailure(.malformed, sentence))
      return
    }
    do throws(ControlFailure) { carryOut(try ControlRequest(json)) } catch {
      if error.code == .malformed { return protocolError(error, id: json["id"]) }
      answer(replies.open(), ControlReply(id: json["id"], .failure(error)).line)
    }
  }

  private func carryOut(_ request: ControlRequest) {
    let number = replies.open()
    switch request.command {
    case .subscribe(let subscription):
      subscribe(subscription)
      answer(number, ControlReply(id: request.id, .success(subscriptionMembers)).line)
    case .unsubscribe(let topics):
      subscription?.topics.removeAll { topics.contains($0) }
      hub.countSubscribers()
      answer(number, ControlReply(id: request.id, .success(subscriptionMembers)).line)
    default:
      hand(request, number)
    }
  }

  private func hand(_ request: ControlRequest, _ number: Int) {
    guard let loop = context?.eventLoop else { return }
    let client = NIOLoopBound(self, eventLoop: loop)
    let gate = hub.gate
    let limit = hub.limits.outputBytes
    hub.handler(request, identity) { result in
      let line = ControlReply(id: request.id, result.map(\.asMembers)).line(limitBytes: limit)
      gate.run { client.value.answer(number, line) }
    }
  }

  private func subscribe(_ wanted: ControlCommand.Subscription) {
    var topics = subscription?.topics ?? []
    topics += wanted.topics.filter { !topics.contains($0) }
    let rate = wanted.topics.contains(.meters) ? wanted.rate : subscription?.rate ?? wanted.rate
    subscription = .init(topics: topics, rate: rate)
    pacing = MeterPacing(rate: rate)
    hub.countSubscribers()
  }

  /// What it is told from now on.
  private var subscriptionMembers: [JSONValue.Member] {
    let topics = subscription?.topics ?? []
    let list = JSONValue.Member("topics", .array(topics.map { .string($0.rawValue) }))
    return topics.contains(.meters) ? [list, .init("rate", .integer(meterRate))] : [list]
  }

  /// Whether meters that come now are for this client.
  func wantsMeters() -> Bool {
    pacing?.isDue(now: Int(NIODeadline.now().uptimeNanoseconds)) ?? false
  }
}
