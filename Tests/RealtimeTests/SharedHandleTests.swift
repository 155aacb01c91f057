import Glibc
import Testing

@testable import Realtime

@Suite struct SharedHandleTests {
  @Test func `counts from several threads add up`() throws {
    let counter = AtomicCounter()
    let boxes = [Handoff(counter.share()), Handoff(counter.share())]
    let first = try RealtimeThread(.init(name: "first", priority: nil)) { @Sendable in
      let mine = boxes[0].take()
      for _ in 0..<10_000 { mine.add() }
    }
    let second = try RealtimeThread(.init(name: "second", priority: nil)) { @Sendable in
      let mine = boxes[1].take()
      for _ in 0..<10_000 { mine.add(2) }
    }
    first.join()
    second.join()
    let count = counter.value
    #expect(count == 30_000)
  }

  @Test func `a raised flag shows what was written before it`() throws {
    final class Note: @unchecked Sendable { var text = 0 }
    let note = Note()
    let flag = AtomicFlag()
    let box = Handoff(flag.share())
    let thread = try RealtimeThread(.init(name: "writer", priority: nil)) { @Sendable in
      let mine = box.take()
      note.text = 42
      mine.raise()
    }
    while !flag.isRaised { sched_yield() }
    #expect(note.text == 42)
    thread.join()
    flag.lower()
    let isRaised = flag.isRaised
    #expect(!isRaised)
  }

  @Test func `a value handed to a thread is freed when the thread is done with it`() throws {
    let freed = AtomicCounter()
    let box = Handoff(Witness(freed: freed.share()))
    let thread = try RealtimeThread(.init(name: "owner", priority: nil)) { @Sendable in
      _ = box.take()
    }
    thread.join()
    let count = freed.value
    #expect(count == 1)
  }

  @Test func `taking a handoff twice is refused`() async {
    await #expect(processExitsWith: .failure) {
      let box = Handoff(AtomicCounter())
      _ = box.take()
      _ = box.take()
    }
  }
}

/// Counts its end.
private struct Witness: ~Copyable, Sendable {
  let freed: AtomicCounter

  init(freed: consuming AtomicCounter) {
    self.freed = freed
  }

  deinit {
    freed.add()
  }
}
