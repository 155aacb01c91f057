import AudioDevices
import Glibc
import Testing
import TestSupport

@testable import ALSADevices

/// Who holds a card, from a folder like /proc.
@Suite struct DeviceHolderTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try write("closed\n", "asound/card1/pcm0p/sub0/status")
    try write("state: RUNNING\nowner_pid   : 812\n", "asound/card1/pcm0p/sub1/status")
    try write("state: RUNNING\nowner_pid   : 9\n", "asound/card1/pcm3c/sub0/status")
    try write("pipewire\n", "812/comm")
  }

  private func write(_ text: String, _ name: String) throws {
    var place = folder.path
    for part in name.split(separator: "/").dropLast() {
      place += "/\(part)"
      mkdir(place, 0o700)
    }
    try folder.write(text: text, as: name)
  }

  private func holder(_ device: String, _ direction: StreamDirection) -> DeviceHolder? {
    DeviceHolder(of: device, direction, root: folder.path) { ["1", "USB"].contains($0) ? 1 : -19 }
  }

  @Test(
    "the holder of a busy device is named, A9",
    arguments: ["hw:1", "hw:1,0", "hw:USB", "plughw:CARD=USB,DEV=0", "hw:CARD=USB"])
  func named(device: String) {
    #expect(holder(device, .playback)?.description == "pid 812 (pipewire)")
  }

  @Test func `a process that cannot be seen is a number`() {
    #expect(holder("hw:1,3", .capture)?.description == "pid 9")
  }

  @Test(
    "what is on no card has no holder",
    arguments: ["default", "hw:2", "dmix:1", "hw:", "hw:1,7", "null"])
  func unknown(device: String) {
    #expect(holder(device, .playback) == nil)
  }
}
