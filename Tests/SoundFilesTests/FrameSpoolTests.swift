import Testing
import TestSupport

@testable import SoundFiles

@Suite struct FrameSpoolTests {
  private func kept(_ samples: [Float], memoryBytes: Int, in folder: TemporaryFolder) throws
    -> [Float]
  {
    let spool = FrameSpool(
      channelCount: 2, beside: folder.path("out.wav"), memoryBytes: memoryBytes)
    for start in stride(from: 0, to: samples.count, by: 700) {
      try samples[start..<min(start + 700, samples.count)].withUnsafeBufferPointer {
        try spool.write($0)
      }
    }
    #expect(spool.frameCount == samples.count / 2)
    // The file has no name, wherever it is.
    #expect(folder.names.isEmpty)
    var found: [Float] = []
    var room = [Float](repeating: 0, count: 999)
    spool.seek(toFrame: 3)
    while true {
      let frames = try room.withUnsafeMutableBufferPointer { try spool.read(into: $0) }
      if frames == 0 { return found }
      found += room[..<(2 * frames)]
    }
  }

  @Test(
    "what is kept comes back bit by bit, from memory and from a file",
    arguments: [1 << 20, 5000, 0])
  func roundTrip(memoryBytes: Int) throws {
    let folder = try TemporaryFolder()
    let samples = (0..<9000).map { Float(bitPattern: UInt32($0) &* 0x9E37_79B9) }
    let found = try kept(samples, memoryBytes: memoryBytes, in: folder)
    let isSame = found.map(\.bitPattern) == samples[6...].map(\.bitPattern)
    #expect(isSame)
  }

  @Test("a folder that is not there is an error as soon as a file is needed")
  func noFolder() throws {
    let spool = FrameSpool(channelCount: 1, beside: "/nowhere/out.wav", memoryBytes: 16)
    try [Float](repeating: 1, count: 4).withUnsafeBufferPointer { try spool.write($0) }
    let found = kind {
      try [Float](repeating: 1, count: 4).span.withUnsafeBufferPointer {
        try spool.write($0)
      }
    }
    #expect(found == .unwritable)
  }
}
