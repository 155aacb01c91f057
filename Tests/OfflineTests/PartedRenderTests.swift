import Convolution
import Engine
import Rendering
import SoundFiles
import Testing
import TestSupport

@testable import Offline

@Suite struct PartedRenderTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func path(_ input: Int, _ output: Int, taps: Int = 700) -> ImpulseMatrix.Path {
    .init(input: input, output: output, taps: noise(taps, seed: UInt64(10 * input + output)))
  }

  @Test func `channels that meet are one part, and parts are shared out by their paths`() {
    let matrix = ImpulseMatrix(
      inputCount: 5, outputCount: 5,
      // 0 and 1 meet at output 1; 2 and 4 stand alone; nothing reaches output 3.
      paths: [path(0, 0), path(0, 1), path(2, 2), path(1, 1), path(4, 4)])
    let apart = matrix.parts(atMost: 9)
    #expect(apart.map(\.inputs) == [[0, 1], [2], [4]])
    #expect(apart.map(\.outputs) == [[0, 1], [2], [4]])
    #expect(apart[0].matrix.paths.count == 3)
    #expect(matrix.parts(atMost: 2).map(\.outputs) == [[0, 1], [2, 4]])
    #expect(matrix.parts(atMost: 1).map(\.outputs) == [[0, 1, 2, 4]])
  }

  /// Renders `in.wav`, on one thread or with each part on its own.
  private func render(
    _ matrix: ImpulseMatrix, jobs: Int, tail: OfflineTail = .full,
    progress: (Int) -> OfflineStep = { _ in .proceed }
  ) throws -> [[Sample]] {
    let plan = PartitionPlan.uniform(blockFrames: 256, tapCount: 800)
    let chain = FileConvolution.chain(matrix)
    let reader = try SoundFileReader(path: folder.path("in.wav"))
    let writer = try folder.writer("out.wav", channelCount: chain.outputCount)
    let done: Int?
    if jobs == 1 {
      let engine = RenderEngine(chain, blockFrames: 256) { _ in plan }
      done = try OfflineRender(engine, tailFrames: chain.tailFrames, tail: tail)
        .run(from: reader, to: writer, progress: progress)
    } else {
      var render = PartedRender(
        matrix.parts(atMost: jobs), plan, from: reader, to: writer,
        tailFrames: tail.frames(of: chain.tailFrames))
      done = try render.run(progress: progress)
    }
    guard done != nil else { return [] }
    try writer.commit()
    return try folder.read("out.wav")
  }

  /// Rounds hold 32,768 frames.
  @Test(arguments: [1, 255, 32_768, 32_769, 100_000])
  func `the samples are those of one thread`(_ frames: Int) throws {
    let matrix = ImpulseMatrix(
      inputCount: 4, outputCount: 4,
      paths: [path(0, 0), path(0, 1), path(1, 1), path(3, 3, taps: 300)])
    try folder.write((0..<4).map { noise(frames, seed: UInt64($0)) }, as: "in.wav")
    for tail in [OfflineTail.full, .cut] {
      let wanted = try render(matrix, jobs: 1, tail: tail)
      for jobs in 2...3 {
        let isIdentical = isSame(try render(matrix, jobs: jobs, tail: tail), wanted)
        #expect(isIdentical, "\(jobs) jobs")
      }
    }
  }

  @Test func `it can be ended anywhere, and a failing write ends it`() throws {
    let matrix = ImpulseMatrix(
      inputCount: 2, outputCount: 2, paths: [path(0, 0), path(1, 1)])
    try folder.write([noise(200_000, seed: 5), noise(200_000, seed: 6)], as: "in.wav")
    for last in [1, 2, 5] {
      var calls = 0
      let outputs = try render(matrix, jobs: 2) { _ in
        calls += 1
        return calls == last ? .cancel : .proceed
      }
      #expect(outputs.isEmpty && calls == last)
    }
    let writer = try folder.writer("out.wav", channelCount: 2)
    writer.discard()
    var render = PartedRender(
      matrix.parts(atMost: 2), .uniform(blockFrames: 256, tapCount: 800),
      from: try SoundFileReader(path: folder.path("in.wav")), to: writer, tailFrames: 0)
    #expect(throws: SoundFileError.self) {
      _ = try render.run { _ in .proceed }
    }
  }

  @Test(arguments: 1...5, [1, 7, 8, 9, 64, 100])
  func `frames taken apart and joined again are the same`(_ channels: Int, _ frames: Int) {
    var samples = (0..<channels * frames).map { Sample($0) }
    var planes = [Sample](repeating: -1, count: channels * frames)
    Interleaving.separate(&samples, into: &planes, channels: channels, frames: frames)
    for channel in 0..<channels {
      for frame in 0..<frames {
        #expect(planes[channel * frames + frame] == Sample(frame * channels + channel))
      }
    }
    var joined = [Sample](repeating: -1, count: channels * frames)
    Interleaving.join(&planes, into: &joined, channels: channels, frames: frames)
    #expect(joined == samples)
  }
}
