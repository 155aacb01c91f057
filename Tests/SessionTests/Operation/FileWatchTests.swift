import Glibc
import Testing
import TestSupport

@testable import Session

/// Files that change under a running service.
@Suite struct FileWatchTests {
  private let folder: TemporaryFolder
  private let watch: FileWatch

  init() throws {
    folder = try TemporaryFolder()
    watch = try #require(FileWatch())
    try folder.write(text: "1", as: "room.yaml")
    try folder.write(text: "1", as: "other.yaml")
    watch.watch([folder.path("room.yaml")])
  }

  @Test func `a file written in place counts once it has stood still`() throws {
    try folder.write(text: "2", as: "room.yaml")
    #expect(watch.takeChange(now: 0) == false)
    #expect(watch.takeChange(now: 200_000_000) == false)
    try folder.write(text: "3", as: "room.yaml")
    #expect(watch.takeChange(now: 250_000_000) == false)
    #expect(watch.takeChange(now: 540_000_000) == false)
    #expect(watch.takeChange(now: 550_000_000))
    #expect(watch.takeChange(now: 900_000_000) == false)
  }

  @Test func `a file that another one is renamed to counts`() throws {
    try folder.write(text: "2", as: "room.yaml.new")
    #expect(watch.takeChange(now: 0) == false)
    #expect(rename(folder.path("room.yaml.new"), folder.path("room.yaml")) == 0)
    #expect(watch.takeChange(now: 1) == false)
    #expect(watch.takeChange(now: 300_000_001))
  }

  @Test func `a neighbour does not count`() throws {
    try folder.write(text: "2", as: "other.yaml")
    #expect(watch.takeChange(now: 0) == false)
    #expect(watch.takeChange(now: 1_000_000_000) == false)
  }
}
