internal import Batch
internal import Realtime
internal import Session

/// Threads that render the files of a plan, each one at a time, and what became of them in order.
///
/// - Owner: stops the threads and waits for them when it goes away.
/// - Thread: one, the crew's own aside.
final class BatchCrew {
  /// Files that a thread publishes together, which bounds the files open at a time; more of them would
  /// hardly shorten the wait for the disk.
  private static func groupFiles(jobs: Int) -> Int { max(1, min(32, 512 / jobs)) }

  private let works: [BatchWork]
  private let worker: BatchWorker
  private let results: Monitor<OrderedResults<ManifestLine>>
  private let stop = StopSign()
  private var threads: [Thread] = []

  private final class Thread {
    let thread: RealtimeThread

    init(_ thread: consuming RealtimeThread) { self.thread = thread }
  }

  /// - Errors: `internal` when the system has no thread left.
  init(_ works: [BatchWork], _ worker: BatchWorker, jobs: Int) throws(CommandFailure) {
    self.works = works
    self.worker = worker
    results = Monitor(
      OrderedResults(count: works.count, window: 2 * jobs * Self.groupFiles(jobs: jobs)))
    for number in 0..<min(jobs, works.count) {
      do throws(RealtimeError) {
        threads.append(Thread(try start(number, groupFiles: Self.groupFiles(jobs: jobs))))
      } catch {
        // One is enough.
        if threads.isEmpty { throw CommandFailure("\(error)", .internal) }
      }
    }
  }

  deinit { cancel() }

  private func start(_ number: Int, groupFiles: Int) throws(RealtimeError) -> RealtimeThread {
    let (works, worker, results, stop) = (works, worker, results, stop)
    return try RealtimeThread(
      .init(name: "batch \(number + 1)", priority: nil, stackBytes: 4 << 20)
    ) { Self.serve(works, worker, groupFiles: groupFiles, results, stop) }
  }

  private static func serve(
    _ works: [BatchWork], _ worker: BatchWorker, groupFiles: Int,
    _ results: Monitor<OrderedResults<ManifestLine>>, _ stop: StopSign
  ) {
    let group = BatchGroup()
    while !stop.isRaised {
      var next = results.change { $0.next() }
      if next == .wait || next == .end || group.count == groupFiles {
        // Others may wait for these before they go on.
        let lines = group.publish()
        if !lines.isEmpty {
          results.change { for (index, line) in lines { $0.finish(index, line) } }
        }
      }
      if next == .wait { next = awaitNext(results, stop) }
      guard case .work(let index) = next,
        let line = worker.line(works[index], sealing: group.sealed, unless: stop)
      else { return }
      group.add(line, index)
    }
  }

  private static func awaitNext(
    _ results: Monitor<OrderedResults<ManifestLine>>, _ stop: StopSign
  ) -> OrderedResults<ManifestLine>.Next {
    results.await { results -> OrderedResults<ManifestLine>.Next? in
      if stop.isRaised { return .end }
      let next = results.next()
      return next == .wait ? nil : next
    }
  }

  /// What was done since the last call, in the list's order, after waiting a moment for it.
  func lines() -> [ManifestLine] {
    results.awaitBriefly { results -> [ManifestLine]? in
      var lines: [ManifestLine] = []
      while let line = results.giveBack() { lines.append(line) }
      return lines.isEmpty ? nil : lines
    } ?? []
  }

  /// Whether all lines were given.
  var isDone: Bool { results.change { $0.isDone } }

  /// Ends what is under way; nothing is left of outputs that are not complete.
  func cancel() {
    stop.raise()
    results.change { _ in }
  }
}
