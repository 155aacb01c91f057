public import Control
public import JSON
internal import NIOCore
internal import NIOPosix
internal import Synchronization

/// The daemon's end of the control sockets, on one thread of its own.
///
/// Whatever clients send or leave unread costs bounded memory and time (``ControlLimits``), and
/// never reaches an audio thread.
public final class ControlServer: Sendable {
  /// Takes the result of a command; an object. To be called once, on any thread but an audio one.
  public typealias Answer = @Sendable (Result<JSONValue, ControlFailure>) -> Void
  /// Has a command carried out. Called on the server's thread, which does nothing else meanwhile.
  public typealias Handler =
    @Sendable (ControlRequest, ClientIdentity, @escaping Answer) -> Void

  private let group: MultiThreadedEventLoopGroup
  private let gate: LoopGate
  private let tallies = ServerTallies()
  private let hub: NIOLoopBound<ClientHub>
  private let doors = Mutex(Doors())

  /// What has been opened.
  private struct Doors {
    var channels: [any Channel] = []
    var sockets: [ListeningSocket] = []
  }

  /// Listens at all places; from here on requests come.
  ///
  /// - Parameter handler: for all commands but `subscribe` and `unsubscribe`.
  /// - Throws: ``ControlServerError``, after closing what was opened.
  /// - Thread: control; blocks until the sockets are open. The thread that it starts inherits the
  ///   signal mask.
  public init(
    _ places: [ControlPlace], limits: ControlLimits = ControlLimits(), metrics: MetricsPort? = nil,
    handler: @escaping Handler
  ) throws(ControlServerError) {
    group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    let loop = group.next()
    let gate = LoopGate(loop)
    self.gate = gate
    let tallies = tallies
    hub = try Self.wait("the control socket") {
      loop.submit { NIOLoopBound(ClientHub(limits, gate, tallies, handler), eventLoop: loop) }
    }
    do throws(ControlServerError) {
      for place in places { try open(place) }
      if let metrics { try open(metrics, limits) }
    } catch {
      stop()
      throw error
    }
  }

  /// Tells every client that has subscribed; one that reads too slowly does not get it.
  ///
  /// - Parameter event: an object.
  /// - Thread: any but an audio one.
  public func publish(_ topic: ControlTopic, _ event: JSONValue) {
    guard hasSubscribers(of: topic) else { return }
    let members = [JSONValue.Member("event", .string(topic.rawValue))] + event.asMembers
    let line = ByteBuffer(string: JSONValue.object(members).description + "\n")
    let hub = hub
    gate.run { hub.value.publish(topic, line) }
  }

  /// Whether anybody would get an event. Thread: any.
  public func hasSubscribers(of topic: ControlTopic) -> Bool {
    tallies.subscribers(of: topic) > 0
  }

  /// How often meters are wanted per second, by who wants them most often; 0 if by nobody.
  ///
  /// Who wants them less often gets fewer of those that are published. Thread: any.
  public var meterRate: Int { tallies.meterRate }

  /// What has happened so far. Thread: any.
  public var counts: ControlCounts { tallies.value }

  /// Closes all connections and sockets and removes what was made; the thread ends.
  ///
  /// Requests that are not answered are told that the daemon ends.
  ///
  /// - Thread: control; blocks for some milliseconds. A second call does nothing.
  public func stop() {
    guard gate.close() else { return }
    let doors = doors.withLock { $0 }
    // First, so that no daemon finds a socket without anybody behind it.
    for socket in doors.sockets { socket.remove() }
    for channel in doors.channels { try? channel.close().wait() }
    let hub = hub
    try? group.next().submit { hub.value.stop() }.wait()
    try? group.syncShutdownGracefully()
  }

  // MARK: - Opening

  private func open(_ place: ControlPlace) throws(ControlServerError) {
    switch place {
    case .descriptor(let descriptor): try listen(descriptor, "descriptor \(descriptor)")
    case .path(let path):
      let socket = try ListeningSocket(path: path)
      doors.withLock { $0.sockets.append(socket) }
      try listen(socket.descriptor, path)
    }
  }

  private func listen(_ descriptor: Int32, _ place: String) throws(ControlServerError) {
    let hub = hub
    let bootstrap = ServerBootstrap(group: group)
      .serverChannelInitializer(AcceptPause.add)
      // One read at a time, of a small buffer: what comes meanwhile waits in the kernel.
      .childChannelOption(.autoRead, value: false)
      .childChannelOption(.maxMessagesPerRead, value: 1)
      .childChannelOption(
        .recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: Self.readBytes)
      )
      .childChannelOption(.writeBufferWaterMark, value: Self.waterMark)
      .childChannelOption(.allowRemoteHalfClosure, value: true)
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandler(ClientHandler(hub.value))
        }
      }
    let channel = try Self.wait(place) { bootstrap.withBoundSocket(descriptor) }
    doors.withLock { $0.channels.append(channel) }
  }

  private func open(
    _ metrics: MetricsPort, _ limits: ControlLimits
  ) throws(ControlServerError) {
    let place = metrics.place
    let endpoint = try Self.wait(place) { [group] in
      let loop = group.next()
      return loop.submit { NIOLoopBound(MetricsEndpoint(metrics, limits), eventLoop: loop) }
    }
    let channel = try Self.wait(place) { [group] in
      MetricsEndpoint.bootstrap(group, endpoint).bind(host: metrics.address, port: metrics.port)
    }
    doors.withLock { $0.channels.append(channel) }
  }

  private static let readBytes = 16 * 1024
  /// Bytes that the socket has not taken; what waits beyond is ours to drop.
  private static let waterMark = ChannelOptions.Types.WriteBufferWaterMark(
    low: 8 * 1024, high: 32 * 1024)

  private static func wait<Value: Sendable>(
    _ place: String, _ start: () -> EventLoopFuture<Value>
  ) throws(ControlServerError) -> Value {
    do { return try start().wait() } catch { throw ControlServerError(place, error) }
  }
}
