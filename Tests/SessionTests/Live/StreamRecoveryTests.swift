import AudioDevices
import Testing

@testable import Session

/// What is done about a device that reports trouble.
@Suite struct StreamRecoveryTests {
  private let second = 1_000_000_000

  @Test("nothing is done about a device that is well", arguments: [TransferOutcome.ready, .notYet])
  func well(outcome: TransferOutcome) {
    var recovery = StreamRecovery()
    #expect(recovery.note(outcome, now: 0) == .goOn)
    #expect(recovery.state == .running)
  }

  @Test(
    "A1, A2, A6, A10: an xrun, a sleep and a first error are prepared away",
    arguments: [TransferOutcome.xrun, .suspended, .failed(5)])
  func stopped(outcome: TransferOutcome) {
    var recovery = StreamRecovery()
    #expect(recovery.note(outcome, now: 7) == .prepare)
    #expect(recovery.state == .preparing(since: 7))
    #expect(recovery.noteAttempt(.ready, now: 8) == .goOn)
    #expect(recovery.state == .running)
  }

  @Test("A7: a lost device is given up at once, wherever it is lost", arguments: [true, false])
  func lost(whilePreparing: Bool) {
    var recovery = StreamRecovery()
    if whilePreparing {
      _ = recovery.note(.xrun, now: 0)
      #expect(recovery.noteAttempt(.lost, now: 1) == .giveUp(.lost))
    } else {
      #expect(recovery.note(.lost, now: 0) == .giveUp(.lost))
    }
    #expect(recovery.state == .givenUp(.lost))
  }

  @Test func `A5, A6: a busy driver is asked every 10 ms, for two seconds`() {
    var recovery = StreamRecovery()
    _ = recovery.note(.suspended, now: 0)
    for attempt in 0..<200 {
      let action = recovery.noteAttempt(.notYet, now: attempt * 10_000_000)
      #expect(action == .tryAgain(after: 10_000_000))
    }
    #expect(recovery.noteAttempt(.notYet, now: 2 * second) == .giveUp(.unresponsive))
  }

  @Test func `A10: the third error within a second gives the device up`() {
    var recovery = StreamRecovery()
    for time in [0, second / 3] {
      #expect(recovery.note(.failed(5), now: time) == .prepare)
      _ = recovery.noteAttempt(.ready, now: time)
    }
    #expect(recovery.note(.failed(5), now: second - 1) == .giveUp(.failed(5)))
  }

  @Test func `A10: errors further apart are single troubles`() {
    var recovery = StreamRecovery()
    for error in 0..<100 {
      #expect(recovery.note(.failed(5), now: error * second / 2) == .prepare)
      _ = recovery.noteAttempt(.ready, now: error * second / 2)
    }
  }

  @Test func `a device that stands still cannot report`() async {
    await #expect(processExitsWith: .failure) {
      var recovery = StreamRecovery()
      _ = recovery.note(.xrun, now: 0)
      _ = recovery.note(.ready, now: 0)
    }
  }

  @Test func `a device that runs was not prepared`() async {
    await #expect(processExitsWith: .failure) {
      var recovery = StreamRecovery()
      _ = recovery.noteAttempt(.ready, now: 0)
    }
  }
}
