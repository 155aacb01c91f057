import Settings
import Testing
import TestSupport

@testable import Session

/// What a service keeps between two runs.
@Suite struct ServiceMemoryTests {
  private let folder: TemporaryFolder
  private let memory: ServiceMemory

  init() throws {
    folder = try TemporaryFolder()
    memory = ServiceMemory(folder: folder.path)
  }

  @Test func `levels come back as they were saved`() {
    let levels = ServiceLevels(volumeDecibels: -12.345, isMuted: true)
    #expect(memory.save(levels) == nil)
    #expect(memory.levels() == levels)
  }

  @Test(arguments: [
    "", "volume", "volume 3\nmuted false", "volume nan\nmuted false", "volume -3\nmuted perhaps",
    "volume -3", "volume -121\nmuted true",
  ])
  func `damaged levels were never there`(text: String) throws {
    try folder.write(text: text, as: "levels")
    #expect(memory.levels() == nil)
  }

  @Test func `the last good configuration keeps its text and its path`() {
    let document = ConfigurationDocument(
      text: "version: 1\n# ü\n", path: "/etc/convolved/room.yaml")
    #expect(memory.saveLastGood(document) == nil)
    #expect(memory.lastGood() == document)
  }

  @Test func `a folder that cannot be written to is told and does no harm, C6`() {
    let memory = ServiceMemory(folder: "/proc/nowhere")
    let complaint = memory.save(ServiceLevels(volumeDecibels: 0, isMuted: false))
    #expect(complaint?.hasPrefix("/proc/nowhere/levels cannot be created: ") == true)
    #expect(complaint?.hasSuffix("; volume and mute are not remembered") == true)
    #expect(memory.levels() == nil)
  }

  @Test func `the fourth start within a minute without an end is held back, F9`() {
    let room = ConfigurationDocument(text: "room", path: "/room.yaml")
    let verdicts = [0, 10, 20, 59].map { memory.noteStart(of: room, now: 1000 + $0) }
    #expect(verdicts == [.normal, .normal, .normal, .safe])
    // Another configuration deserves another try.
    let other = ConfigurationDocument(text: "other", path: "/room.yaml")
    #expect(memory.noteStart(of: other, now: 1060) == .normal)
  }

  @Test func `an end that was meant, or a minute, makes it good again`() {
    let room = ConfigurationDocument(text: "room", path: "/room.yaml")
    for second in [0, 1, 2] { _ = memory.noteStart(of: room, now: second) }
    memory.noteEnd()
    #expect(memory.noteStart(of: room, now: 3) == .normal)
    for second in [4, 5] { _ = memory.noteStart(of: room, now: second) }
    #expect(memory.noteStart(of: room, now: 65) == .normal)
  }
}
