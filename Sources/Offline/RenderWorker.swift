internal import Realtime

/// What a worker's thread does, again and again.
protocol RenderTask: AnyObject, Sendable {
  /// Renders the next piece that was put before it, block by block until `stop` is raised.
  func render(unless stop: borrowing AtomicFlag)
}

/// A renderer with a thread of its own, or none: then the waiting thread does the work.
///
/// Dropping it stops the thread within a block and waits for its end.
///
/// Thread: the file's.
final class RenderWorker<Renderer: RenderTask> {
  let renderer: Renderer
  /// Pieces that were begun and not yet awaited.
  private(set) var pending = 0
  private let stop = AtomicFlag()
  private var thread: RenderThread?

  /// Without a thread.
  init(_ renderer: Renderer) {
    self.renderer = renderer
    thread = nil
  }

  /// - Throws: when the system has no thread or event descriptor left.
  init(_ renderer: Renderer, threadName: String) throws(RealtimeError) {
    self.renderer = renderer
    let begin = try WakeSignal(taking: .one), done = try WakeSignal(taking: .one)
    let loop = RenderLoop(
      renderer: renderer, begin: begin.share(), done: done.share(), stop: stop.share())
    let thread = try RealtimeThread(.init(name: threadName, priority: nil)) { loop.run() }
    self.thread = RenderThread(begin: begin, done: done, thread: thread)
  }

  deinit {
    stop.raise()
    thread?.begin.signal()
  }

  /// Has the renderer do one piece more.
  func begin() {
    pending += 1
    thread?.begin.signal()
  }

  /// Whether the oldest piece that is pending is done; without a thread, after having done it.
  ///
  /// - Parameter timeoutNanoseconds: how long to wait for it.
  func finish(timeoutNanoseconds: Int) -> Bool {
    if thread == nil {
      renderer.render(unless: stop)
    } else if thread?.done.wait(timeoutNanoseconds: timeoutNanoseconds) != true {
      return false
    }
    pending -= 1
    return true
  }
}

/// Both ends of one thread's work.
private struct RenderThread: ~Copyable {
  let begin: WakeSignal
  let done: WakeSignal
  let thread: RealtimeThread
}

/// What a worker's thread runs.
private final class RenderLoop: Sendable {
  private let renderer: any RenderTask
  private let begin: WakeSignal
  private let done: WakeSignal
  private let stop: AtomicFlag

  init(
    renderer: any RenderTask, begin: consuming WakeSignal, done: consuming WakeSignal,
    stop: consuming AtomicFlag
  ) {
    self.renderer = renderer
    self.begin = begin
    self.done = done
    self.stop = stop
  }

  func run() {
    while true {
      // An interrupted wait is taken up again.
      while !begin.wait(timeoutNanoseconds: -1) {}
      if stop.isRaised { return }
      renderer.render(unless: stop)
      done.signal()
    }
  }
}
