internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix

/// `GET /metrics` over HTTP, one answer for each connection. Lives on the loop.
final class MetricsEndpoint {
  let limits: ControlLimits
  private let port: MetricsPort
  private var clientCount = 0

  init(_ port: MetricsPort, _ limits: ControlLimits) {
    self.port = port
    self.limits = limits
  }

  static func bootstrap(
    _ group: MultiThreadedEventLoopGroup, _ endpoint: NIOLoopBound<MetricsEndpoint>
  ) -> ServerBootstrap {
    ServerBootstrap(group: group)
      // A daemon that was restarted gets its port back at once.
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .serverChannelInitializer(AcceptPause.add)
      .childChannelOption(.maxMessagesPerRead, value: 1)
      .childChannelOption(
        .recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: 4 * 1024)
      )
      .childChannelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHandlers(handlers(endpoint.value))
        }
      }
  }

  private static func handlers(_ endpoint: MetricsEndpoint) -> [any ChannelHandler] {
    var limits = NIOHTTPDecoderLimitConfiguration()
    limits.maxHeaderFieldSize = endpoint.limits.headerBytes
    limits.maxHeaderListSize = endpoint.limits.headerBytes
    limits.maxHeaderFieldCount = 64
    return [
      HTTPResponseEncoder(), ByteToMessageHandler(HTTPRequestDecoder(limitConfiguration: limits)),
      MetricsRequestHandler(endpoint),
    ]
  }

  /// - Returns: whether there is room for one more.
  func admit() -> Bool {
    guard clientCount < limits.metricsClients else { return false }
    clientCount += 1
    return true
  }

  func leave() { clientCount -= 1 }

  /// The answer to a request.
  ///
  /// The name that the client used must be ours: a web page that has its own name point to this
  /// machine gets nothing.
  func answer(_ head: HTTPRequestHead) -> (status: HTTPResponseStatus, text: String) {
    let hosts = [port.place, "localhost:\(port.port)"]
    guard let host = head.headers["host"].first, hosts.contains(host.lowercased()) else {
      return (.forbidden, "Ask for http://\(hosts[0])/metrics.\n")
    }
    guard head.method == .GET || head.method == .HEAD else {
      return (.methodNotAllowed, "Only GET and HEAD are answered.\n")
    }
    guard head.uri == "/metrics" else { return (.notFound, "There is /metrics alone.\n") }
    return (.ok, port.text())
  }
}
