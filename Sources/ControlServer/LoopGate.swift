internal import NIOCore
internal import Synchronization

/// The way onto the loop for other threads; closed before the loop ends.
final class LoopGate: Sendable {
  private let loop: any EventLoop
  private let isOpen = Mutex(true)

  init(_ loop: any EventLoop) {
    self.loop = loop
  }

  /// Runs `body` on the loop: at once if that is where we are, never once the gate is closed.
  func run(_ body: @escaping @Sendable () -> Void) {
    if loop.inEventLoop { return body() }
    isOpen.withLock { isOpen in
      if isOpen { loop.execute(body) }
    }
  }

  /// - Returns: whether it was open.
  func close() -> Bool {
    isOpen.withLock { isOpen in
      defer { isOpen = false }
      return isOpen
    }
  }
}
