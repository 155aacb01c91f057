import Convolution
import Engine
import Glibc
import Rendering
import SoundFiles
import Testing
import TestSupport

@testable import Offline

/// The bound on a render's error against the direct convolution.
private let requiredDecibels = Sample.self == Double.self ? 250.0 : 130.0

@Suite struct OfflineRenderTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func mono(_ taps: [Sample]) -> Chain {
    let matrix = ImpulseMatrix(
      inputCount: 1, outputCount: 1, paths: [.init(input: 0, output: 0, taps: taps)])
    return Chain(
      inputCount: 1, stages: [.convolve(.init(inputs: [0], outputs: [0], matrix: matrix))])
  }

  /// Renders `in.wav` to `out.wav`; the frames read.
  private func render(
    _ chain: Chain, block: Int, tail: OfflineTail = .full,
    progress: (Int) -> OfflineStep = { _ in .proceed }
  ) throws -> Int? {
    let engine = RenderEngine(chain, blockFrames: block) {
      Planner().plan($0, blockFrames: block)
    }
    let render = OfflineRender(engine, tailFrames: chain.tailFrames, tail: tail)
    let reader = try SoundFileReader(path: folder.path("in.wav"))
    let writer = try folder.writer("out.wav", channelCount: chain.outputCount)
    guard let read = try render.run(from: reader, to: writer, progress: progress) else {
      return nil
    }
    try writer.commit()
    return read
  }

  /// 10 log10 of the wanted energy over that of the difference; none when the lengths differ.
  private func signalToErrorDecibels(_ wanted: [Double], _ found: [Sample]) -> Double {
    guard found.count == wanted.count else { return -.infinity }
    let signal = wanted.reduce(0) { $0 + $1 * $1 }
    let error = zip(wanted, found).reduce(0) { sum, pair in
      sum + (pair.0 - Double(pair.1)) * (pair.0 - Double(pair.1))
    }
    return error == 0 ? .infinity : 10 * log10(signal / error)
  }

  @Test(arguments: [1, 63, 64, 65, 128, 200], [1, 2, 64, 65, 129])
  func `every length of sound and response gives the reference`(
    _ frames: Int, _ taps: Int
  ) throws {
    let signal = noise(frames, seed: UInt64(frames))
    let response = noise(taps, seed: UInt64(1000 + taps))
    try folder.write([signal], as: "in.wav")
    #expect(try render(mono(response), block: 64) == frames)
    let wanted = Reference.convolve(signal.map { Double($0) }, response.map { Double($0) })
    #expect(signalToErrorDecibels(wanted, try folder.read("out.wav")[0]) > requiredDecibels)
  }

  @Test(arguments: [16, 64, 256, 1024, 8192])
  func `every block gives the reference`(_ block: Int) throws {
    let signal = noise(5000, seed: 1), response = noise(3000, seed: 2)
    try folder.write([signal], as: "in.wav")
    #expect(try render(mono(response), block: block) == 5000)
    let wanted = Reference.convolve(signal.map { Double($0) }, response.map { Double($0) })
    #expect(signalToErrorDecibels(wanted, try folder.read("out.wav")[0]) > requiredDecibels)
  }

  @Test func `channels stay apart`() throws {
    let signals = [noise(300, seed: 1), noise(300, seed: 2)]
    let responses = (3...6).map { noise(100, seed: $0) }
    try folder.write(signals, as: "in.wav")
    let matrix = try ImpulseLayout.trueStereo.matrix(
      impulses: responses.map { $0.map { Double($0) } }, channels: 2)
    let chain = Chain(
      inputCount: 2, stages: [.convolve(.init(inputs: [0, 1], outputs: [0, 1], matrix: matrix))])
    _ = try render(chain, block: 64)
    let found = try folder.read("out.wav")
    for output in 0..<2 {
      let parts = (0..<2).map { input in
        Reference.convolve(
          signals[input].map { Double($0) }, responses[2 * input + output].map { Double($0) })
      }
      #expect(
        signalToErrorDecibels(zip(parts[0], parts[1]).map(+), found[output]) > requiredDecibels)
    }
  }

  @Test(arguments: [64, 100, 128])
  func `a cut tail is the beginning of a full one`(_ frames: Int) throws {
    try folder.write([noise(frames, seed: 1)], as: "in.wav")
    let chain = mono(noise(150, seed: 2))
    _ = try render(chain, block: 64)
    let full = try folder.read("out.wav")[0]
    _ = try render(chain, block: 64, tail: .cut)
    let isPrefix = isSame(try folder.read("out.wav"), [Array(full.prefix(frames))])
    #expect(full.count == frames + 149 && isPrefix)
  }

  @Test func `an empty file stays empty`() throws {
    try folder.write([[]], as: "in.wav")
    #expect(try render(mono([1, 0.5, 0.25]), block: 64) == 0)
    #expect(try folder.read("out.wav") == [[]])
  }

  @Test func `a render repeats bit by bit`() throws {
    try folder.write([noise(3000, seed: 1)], as: "in.wav")
    let chain = mono(noise(2000, seed: 2))
    _ = try render(chain, block: 128)
    let first = try folder.read("out.wav")
    _ = try render(chain, block: 128)
    let isRepeated = isSame(try folder.read("out.wav"), first)
    #expect(isRepeated)
  }

  @Test func `progress counts the frames done and can end a render anywhere`() throws {
    try folder.write([noise(150, seed: 1)], as: "in.wav")
    let chain = mono(noise(200, seed: 2))
    var seen: [Int] = []
    _ = try render(chain, block: 64) {
      seen.append($0)
      return .proceed
    }
    // The tail is 199 frames long: 42 in the block the sound ends in, then three blocks.
    #expect(seen == [64, 128, 150, 150, 150, 150])
    for last in 1...seen.count {
      var calls = 0
      let read = try render(chain, block: 64) { _ in
        calls += 1
        return calls == last ? .cancel : .proceed
      }
      #expect(read == nil && calls == last)
    }
  }
}
