import Batch
import Testing

@Suite struct OrderedResultsTests {
  @Test func `results come back in order whatever order they are done in`() {
    var results = OrderedResults<Int>(count: 5, window: 3)
    let taken = (0..<4).map { _ in results.next() }
    #expect(taken == [.work(0), .work(1), .work(2), .wait])
    results.finish(2, 20)
    let early = results.giveBack()
    #expect(early == nil)
    results.finish(0, 0)
    results.finish(1, 10)
    let given = (0..<4).map { _ in results.giveBack() }
    #expect(given == [0, 10, 20, nil])
    let last = (0..<3).map { _ in results.next() }
    #expect(last == [.work(3), .work(4), .end])
    #expect(!results.isDone)
    results.finish(4, 40)
    results.finish(3, 30)
    let end = (0..<2).map { _ in results.giveBack() }
    #expect(end == [30, 40])
    #expect(results.isDone)
  }
}
