internal import NIOCore

/// Stops taking connections for a while when the process has no descriptor or memory left for them.
///
/// The kernel reports a connection that cannot be taken again and again: without a pause the loop
/// would turn at full speed. Clients wait meanwhile.
final class AcceptPause: ChannelInboundHandler {
  typealias InboundIn = any Channel

  /// Long for a processor, short for a person.
  private static let pause = TimeAmount.milliseconds(100)

  /// Puts it into the pipeline of a listening socket.
  @Sendable static func add(to channel: any Channel) -> EventLoopFuture<Void> {
    channel.eventLoop.makeCompletedFuture {
      try channel.pipeline.syncOperations.addHandler(AcceptPause())
    }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    let channel = context.channel
    try? channel.syncOptions?.setOption(.autoRead, value: false)
    context.eventLoop.scheduleTask(in: Self.pause) {
      // Fails when the socket has been closed meanwhile, which is as well.
      channel.setOption(.autoRead, value: true).whenFailure { _ in }
    }
  }
}
