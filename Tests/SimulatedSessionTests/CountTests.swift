import AudioDevices
import SimulatedDevices
import SimulatedSession
import Testing

/// Each fault of the catalogue's devices moves its counter and is told; a life without faults moves and
/// tells none of them.
struct CountTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let changes: [(seconds: Double, WorldChange)]
    /// Counters that have to be above 0, by name.
    let counts: [String]
    /// How what is told has to begin, in this order.
    let events: [String]

    init(
      _ name: String, _ changes: [(seconds: Double, WorldChange)], counts: [String] = [],
      events: [String] = []
    ) {
      testDescription = name
      self.changes = changes
      self.counts = counts
      self.events = events
    }
  }

  private static func audio(_ name: String) -> String { "audio(Session.LiveEvent.\(name)," }
  private static let lost = "lost(Session.DeviceSide.playback"
  private static let opened = "opened(Session.DeviceSide.playback"
  private static let waiting = "waiting(Session.DeviceSide.playback"

  static let streams = [
    Case(
      "A1: playback underrun", [(5, .xrun(.playback))], counts: ["playbackXruns"],
      events: [audio("playbackXrun")]),
    Case(
      "A2: capture overrun", [(5, .xrun(.capture))], counts: ["captureXruns", "lostFrames"],
      events: [audio("captureXrun")]),
    Case(
      "A3: both at once", [(5, .stall(nil, 400_000_000))], counts: ["jointXruns"],
      events: [audio("bothXruns")]),
    Case(
      "A4: a storm", (0..<6).map { (5 + 0.5 * Double($0), .xrun(.playback)) },
      counts: ["playbackXruns", "latencyRaises"],
      events: [audio("playbackXrun"), audio("latencyRaised")]),
    Case(
      "A5: preparing fails for two seconds",
      [(5, .failPrepare(.playback, calls: 300, 16)), (5, .xrun(.playback))],
      counts: ["playbackXruns"], events: [audio("playbackXrun"), lost, opened]),
    Case(
      "A6: a sleep", [(5, .suspendInCall(.playback, calls: 1, 200_000_000))],
      counts: ["playbackSuspensions", "unplayedFrames"], events: [audio("playbackSuspended")]),
    Case(
      "A10: a driver's errors", [(5, .failTransfers(.playback, calls: 1, 5))],
      counts: ["playbackErrors"], events: [audio("playbackError")]),
    Case(
      "A11: a source that stands", [(5, .freeze(.capture, 2_000_000_000))],
      counts: ["captureStalls", "silentBlocks"],
      events: [audio("captureStalled"), audio("captureResumed")]),
    Case(
      "A12: a sink that stands", [(5, .freeze(.playback, 1_000_000_000))],
      counts: ["playbackStalls"], events: [audio("playbackStalled")]),
    Case(
      "A13: a driver's lies",
      [(5, .lie(.playback, calls: 3, .beyond)), (5, .lie(.capture, calls: 3, .beyond))],
      counts: ["playbackLies", "captureLies"]),
    Case(
      "A23: a pause of the machine", [(5, .stall(nil, 10_000_000_000))], counts: ["timeGaps"],
      events: ["timeGap(nanoseconds: 10"]),
    Case(
      "A24: a full ring",
      [(5, .stall(.playback, 3_000_000_000))], counts: ["overflowFrames"],
      events: [audio("overflow")]),
    Case(
      "B6: a chain that is too slow",
      [(5, .slowChain(40_000_000, 10_000_000_000))],
      counts: ["overloads"], events: [audio("chainTooSlow"), audio("chainCaughtUp")]),
  ]

  static let devices = [
    Case(
      "A7, A8: unplugged and back", [(5, .unplug(.playback, 1_000_000_000))],
      events: [lost, waiting, opened, "started"]),
    Case(
      "A8: back with other rates", [(5, .replugOther(.playback, 3_000_000_000))],
      events: [lost, waiting, opened, "started"]),
    Case(
      "A9: held by another program",
      [(5, .hold(.playback, 3_000_000_000)), (5, .unplug(.playback, 100_000_000))],
      events: [lost, waiting, opened, "started"]),
    Case(
      "A20: not there at the start", [(0, .unplug(.playback, 3_000_000_000))],
      events: [waiting, opened, "started"]),
    Case(
      "A19: a source that goes on in another format", [(5, .changeSource)],
      events: ["sourceChanged(name: ", "opened(Session.DeviceSide.capture", "started"]),
    Case(
      "F6: no thread for the sound", [(0, .refuseThreads(sessions: 3))],
      events: ["refused(", "refused(", "refused(", "started"]),
  ]

  @Test("the counter of a fault moves, and its event is told", arguments: streams + devices)
  func told(fault: Case) throws {
    let result = SessionSimulation(.calm(fault.changes, seconds: 60)).run()
    #expect(result.violations == [])
    for count in fault.counts {
      #expect(result.counts.contains { $0.hasPrefix("\(count) ") }, "\(count): \(result.counts)")
    }
    var rest = result.events.filter { $0.seconds >= fault.changes[0].seconds }[...]
    for event in fault.events {
      let place = try #require(
        rest.firstIndex { $0.text.hasPrefix(event) }, "\(event): \(rest.map(\.text))")
      rest = rest[(place + 1)...]
    }
  }

  @Test func `where nothing happens none of them moves, and nothing of it is told`() {
    let result = SessionSimulation(.calm([], seconds: 60)).run()
    for count in Self.streams.flatMap(\.counts) {
      #expect(!result.counts.contains { $0.hasPrefix("\(count) ") }, "\(result.counts)")
    }
    for event in Self.streams.flatMap(\.events) + [Self.waiting] where event != Self.opened {
      #expect(!result.events.contains { $0.text.hasPrefix(event) })
    }
  }

  @Test func `A22: a driver that never lets go is left behind at the end, and told`() {
    var plan = SimulationPlan.calm([])
    plan.script = [
      ScriptedChange(time: plan.healTime, change: .hangClose(.playback, 90_000_000_000), number: 1)
    ]
    let result = SessionSimulation(plan).run()
    #expect(result.violations == [])
    #expect(result.events.contains { $0.text == "closeTimedOut" })
  }

  @Test("F3: an audio thread that does not move is seen by the watchdog, a waiting service is not")
  func watchdog() {
    func withheld(_ change: WorldChange) -> [Double] {
      let result = SessionSimulation(.calm([(5, change)], seconds: 60)).run()
      #expect(result.violations == [])
      return result.withheldPings
    }
    for role in [Scheduler.ProcessRole.capture, .playback] {
      let pings = withheld(.stall(role, 12_000_000_000))
      // Every 3.3 s: from the second one on that the thread did not see.
      #expect(pings.count >= 2, "\(role): \(pings)")
      #expect(pings.allSatisfy { (5..<21).contains($0) }, "\(role): \(pings)")
    }
    // A device that is away for long, or stands still, is no reason to start anew.
    #expect(withheld(.unplug(.playback, 12_000_000_000)) == [])
    #expect(withheld(.freeze(.capture, 12_000_000_000)) == [])
    #expect(withheld(.freeze(.playback, 12_000_000_000)) == [])
  }
}
