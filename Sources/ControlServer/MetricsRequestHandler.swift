internal import Control
internal import NIOCore
internal import NIOHTTP1

/// One connection that asks for the metrics: answers the first request and closes. On the loop.
final class MetricsRequestHandler: ChannelInboundHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundOut = HTTPServerResponsePart

  private let endpoint: MetricsEndpoint
  private var isAdmitted = false
  private var isAnswered = false
  private var timer: Scheduled<Void>?

  init(_ endpoint: MetricsEndpoint) {
    self.endpoint = endpoint
  }

  func channelActive(context: ChannelHandlerContext) {
    isAdmitted = endpoint.admit()
    guard isAdmitted else { return context.close(promise: nil) }
    let channel = context.channel
    // For all of it: the request, and the reading of the answer.
    timer = context.eventLoop.scheduleTask(
      in: .nanoseconds(Int64(endpoint.limits.requestNanoseconds))
    ) { channel.close(promise: nil) }
  }

  func channelInactive(context: ChannelHandlerContext) {
    timer?.cancel()
    if isAdmitted { endpoint.leave() }
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard case .head(let head) = unwrapInboundIn(data) else { return }
    let answer = endpoint.answer(head)
    respond(context, answer.status, answer.text, isHead: head.method == .HEAD)
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    switch error as? HTTPParserError {
    case .headerOverflow?: respond(context, .requestHeaderFieldsTooLarge, "")
    case _?: respond(context, .badRequest, "")
    case nil: context.close(promise: nil)
    }
  }

  private func respond(
    _ context: ChannelHandlerContext, _ status: HTTPResponseStatus, _ text: String,
    isHead: Bool = false
  ) {
    guard !isAnswered else { return }
    isAnswered = true
    let body = ByteBuffer(string: text)
    let headers: HTTPHeaders = [
      "Content-Type": status == .ok ? MetricsText.contentType : "text/plain; charset=utf-8",
      "Content-Length": String(body.readableBytes), "Connection": "close",
      "X-Content-Type-Options": "nosniff", "Cache-Control": "no-store",
    ]
    let head = HTTPResponseHead(version: .http1_1, status: status, headers: headers)
    context.write(wrapOutboundOut(.head(head)), promise: nil)
    if !isHead { context.write(wrapOutboundOut(.body(.byteBuffer(body))), promise: nil) }
    let channel = context.channel
    let sent = context.eventLoop.makePromise(of: Void.self)
    sent.futureResult.whenComplete { _ in channel.close(promise: nil) }
    context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: sent)
  }
}
