internal import Engine
internal import Realtime
internal import SoundFiles

/// The workers in a circle: segments are handed out, and come back, in the order of the sound.
struct SegmentLine {
  private let workers: [RenderWorker<SegmentRenderer>]
  private let warmUpFrames: Int
  private var source: SegmentSource
  private var turn = 0

  /// - Parameter engine: fresh; other engines share its filters.
  init(_ source: SegmentSource, _ engine: consuming RenderEngine, _ layout: SegmentLayout) {
    workers = Self.workers(engine, layout)
    warmUpFrames = layout.warmUpFrames
    self.source = source
  }

  /// A worker per job, each with an engine of its own; fewer when the system gives no more threads.
  private static func workers(
    _ engine: consuming RenderEngine, _ layout: SegmentLayout
  ) -> [RenderWorker<SegmentRenderer>] {
    if layout.jobs == 1 { return [RenderWorker(SegmentRenderer(engine, layout))] }
    var renderers = (1..<layout.jobs).map { _ in
      SegmentRenderer(RenderEngine(sharing: engine), layout)
    }
    renderers.append(SegmentRenderer(engine, layout))
    var workers: [RenderWorker<SegmentRenderer>] = []
    for (job, renderer) in renderers.enumerated() {
      do throws(RealtimeError) {
        workers.append(try RenderWorker(renderer, threadName: "render \(job + 1)"))
      } catch {
        break
      }
    }
    return workers.isEmpty ? [RenderWorker(renderers[0])] : workers
  }

  /// The worker that holds the earliest segment, if it is busy, and gets the next one.
  var next: RenderWorker<SegmentRenderer> { workers[turn % workers.count] }

  /// Whether any segment is still out.
  var isBusy: Bool { workers.contains { $0.pending > 0 } }

  /// Frames of the file handed out so far.
  var framesRead: Int { source.framesRead }

  /// Gives the next worker the next segment, if there is one, and goes on to the worker after it.
  mutating func handOut() throws(SoundFileError) {
    defer { turn += 1 }
    if source.isExhausted { return }
    let renderer = next.renderer
    renderer.frames = try source.fill(renderer.segmentInput)
    if renderer.frames == 0 { return }
    if workers.count == 1 {
      renderer.start = .continued
    } else if turn == 0 {
      renderer.start = .silent
    } else {
      renderer.start = .warmedUp(frames: warmUpFrames)
      renderer.takePast(from: workers[(turn - 1) % workers.count].renderer)
    }
    next.begin()
  }
}
