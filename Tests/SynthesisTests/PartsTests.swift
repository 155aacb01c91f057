import Glibc
import SignalProcessing
import Testing

@testable import Synthesis

@Suite struct PartsTests {
  @Test func `a stream of random numbers starts as the authors' programs do`() {
    // The first and the fourth number of SplitMix64 from 0, as published, and the step after them.
    var stream = RandomStream(seed: 0, stream: 0)
    let state: [UInt64] = [0xE220_A839_7B1D_CDAF, 0xF88B_B8A8_724C_81EC]
    let sum = state[0] &+ state[1]
    #expect(stream.next() == ((sum << 23) | (sum >> 41)) &+ state[0])
  }

  @Test func `streams differ by seed and by number`() {
    var streams = [(1, 0), (1, 1), (2, 0)].map { RandomStream(seed: $0.0, stream: $0.1) }
    let firsts = streams.indices.map { streams[$0].next() }
    #expect(Set(firsts).count == 3)
  }

  @Test func `Gaussian numbers have mean 0, variance 1 and kurtosis 3`() {
    var stream = RandomStream(seed: 7, stream: 0)
    let numbers = (0..<50_000).flatMap { _ in
      let pair = stream.gaussianPair()
      return [pair.0, pair.1]
    }
    func moment(_ power: Double) -> Double {
      numbers.reduce(0) { $0 + pow($1, power) } / Double(numbers.count)
    }
    #expect(abs(moment(1)) < 0.02)
    #expect(abs(moment(2) - 1) < 0.02)
    #expect(abs(moment(4) - 3) < 0.15)
  }

  @Test func `the weights of all octaves add up to one at every frequency`() {
    for step in 0..<2000 {
      let frequency = 12 * Double(step)
      let sum = OctaveBands.interpolate(OctaveBands.centres.map { _ in 1 }, at: frequency)
      #expect(abs(sum - 1) < 1e-12)
    }
    #expect(OctaveBands.weight(of: 3, at: 1000) == 1)
  }

  @Test func `a wall's filter answers only after it was hit`() {
    let transform = FourierTransform(count: 4096)
    let spectra = RoomSpectra(transform: transform, sampleRate: 48000)
    let wall = spectra.minimumPhase([0.95, 0.94, 0.93, 0.9, 0.85, 0.75, 0.6, 0.4])
    transform.inverse(wall)
    let (early, late) = (wall.energy(over: 0..<2048), wall.energy(over: 2048..<4096))
    #expect(late < early * 1e-8)
    #expect(wall[0].real > 0.4)
  }

  @Test func `a shoebox has one source, six first images and eighteen second ones`() {
    var room = ShoeboxRoom.hall
    room.size = .init(x: 30, y: 30, z: 30)
    // Within 0.33 s, the mixing time of the cube, sound goes 113 m: further than to any of these.
    let orders = room.images(ofPath: 0).map(\.order)
    #expect(orders.count { $0 == 0 } == 1)
    #expect(orders.count { $0 == 1 } == 6)
    #expect(orders.count { $0 == 2 } == 18)
  }
}
