import Synthesis
import Testing

@Suite struct RoomSketchTests {
  typealias Place = RoomSketch.Place

  @Test(arguments: [(Place(x: 4, y: 3, z: 2.5), 0.3), (Place(x: 12, y: 9, z: 4), 0.9)])
  func `a room decays as long as was asked for`(size: Place, seconds: Double) throws {
    let sound = try RoomSketch(size: size, seconds: seconds, seed: 3).synthesize(sampleRate: 16000)
    for channel in sound.channels {
      let measured = reverberationTime(channel, octave: 1000, sampleRate: 16000)
      #expect(abs(measured / seconds - 1) < 0.1, "\(measured) s")
    }
  }

  @Test func `every receiver is a channel, the nearest loudest, in the order of their distance`()
    throws
  {
    let receivers = [1.5, 3, 6].map { Place(x: 1 + $0, y: 2, z: 1.5) }
    let sound = try RoomSketch(
      size: Place(x: 8, y: 4, z: 3), seconds: 0.4, seed: 1, source: Place(x: 1, y: 2, z: 1.5),
      receivers: receivers
    ).synthesize(sampleRate: 16000)
    try #require(sound.channels.count == 3)
    let energies = sound.channels.map { energy($0) }
    #expect(abs(energies[0] - 0.5) < 1e-4)
    #expect(energies[0] > energies[1] && energies[1] > energies[2])
    let arrivals = sound.channels.map { channel in
      channel.firstIndex { abs($0) > 0.05 } ?? channel.count
    }
    // 4.5 m at 343 m/s are 210 frames at 16 kHz.
    #expect(arrivals[0] < 3 && abs(arrivals[2] - arrivals[0] - 210) < 4)
  }

  @Test func `the same seed is the same room and another one is not`() throws {
    func channels(_ seed: UInt64) throws -> [[Float]] {
      try RoomSketch(size: Place(x: 4, y: 3, z: 2.5), seconds: 0.2, seed: seed)
        .synthesize(sampleRate: 8000).channels
    }
    let (first, again, other) = (try channels(5), try channels(5), try channels(6))
    let (isSame, isOther) = (first == again, first != other)
    #expect(isSame && isOther)
  }

  @Test func `what cannot be is named with what is allowed`() {
    let size = Place(x: 4, y: 3, z: 2.5)
    #expect(throws: RoomSketchError.side(300)) {
      try RoomSketch(size: Place(x: 300, y: 3, z: 3), seconds: 1, seed: 1)
    }
    #expect(throws: RoomSketchError.time(0)) { try RoomSketch(size: size, seconds: 0, seed: 1) }
    #expect(throws: RoomSketchError.outside(Place(x: 5, y: 1, z: 1), size: size)) {
      try RoomSketch(size: size, seconds: 1, seed: 1, source: Place(x: 5, y: 1, z: 1))
    }
    #expect(throws: RoomSketchError.receiverCount(17)) {
      try RoomSketch(
        size: size, seconds: 1, seed: 1,
        receivers: Array(repeating: Place(x: 3, y: 1, z: 1), count: 17))
    }
    #expect(throws: RoomSketchError.tooNear(0)) {
      try RoomSketch(
        size: size, seconds: 1, seed: 1, source: Place(x: 1, y: 1, z: 1),
        receivers: [Place(x: 1, y: 1, z: 1)])
    }
  }
}
