import Realtime
import Testing

@Suite struct EventQueueTests {
  private func event(_ number: Int) -> AudioEvent {
    AudioEvent(kind: number % 7, value: number, nanoseconds: 3 * number)
  }

  @Test func `events come out as they went in, oldest first, over many rounds`() {
    let queue = EventQueue()
    var next = 0
    for round in 0..<1000 {
      let count = round % EventQueue.capacity
      for number in next..<next + count { queue.post(event(number)) }
      for number in next..<next + count { #expect(queue.take() == event(number)) }
      #expect(queue.take() == nil)
      next += count
    }
    #expect(queue.refusedCount == 0)
  }

  @Test func `a full queue keeps what it has and counts the rest`() {
    let queue = EventQueue()
    for number in 0..<EventQueue.capacity + 5 { queue.post(event(number)) }
    #expect(queue.refusedCount == 5)
    for number in 0..<EventQueue.capacity { #expect(queue.take() == event(number)) }
    #expect(queue.take() == nil)
  }

  @Test func `another thread takes each event whole and in order`() throws {
    let queue = EventQueue()
    let total = 200_000
    let handoff = Handoff(queue.share())
    let thread = try RealtimeThread(.init(name: "poster", priority: nil)) {
      let queue = handoff.take()
      for number in 0..<total {
        queue.post(AudioEvent(kind: number, value: -number, nanoseconds: number))
      }
    }
    var last = -1, taken = 0
    while taken + queue.refusedCount < total {
      guard let event = queue.take() else { continue }
      #expect(event.kind == -event.value && event.kind == event.nanoseconds && event.kind > last)
      last = event.kind
      taken += 1
    }
    thread.join()
  }
}
