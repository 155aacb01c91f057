import Convolution
import Engine
import Rendering
import SoundFiles
import Testing
import TestSupport

@testable import Offline

@Suite struct ParallelRenderTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Plans with immediate and spread stages, with and without a direct head.
  static let plans: [PartitionPlan] = [
    .uniform(blockFrames: 64, tapCount: 700),
    .uniform(blockFrames: 512, tapCount: 3000),
    PartitionPlan(
      blockFrames: 16,
      stages: [
        .init(partitionFrames: 64, partitionCount: 7, offsetFrames: 64),
        .init(partitionFrames: 256, partitionCount: 5, offsetFrames: 512, timing: .spread),
      ]),
    PartitionPlan(
      blockFrames: 64,
      stages: [
        .init(partitionFrames: 64, partitionCount: 8, offsetFrames: 0),
        .init(partitionFrames: 256, partitionCount: 6, offsetFrames: 512, timing: .spread),
        .init(partitionFrames: 1024, partitionCount: 3, offsetFrames: 2048, timing: .spread),
      ]),
    PartitionPlan(
      blockFrames: 128,
      stages: [
        .init(partitionFrames: 128, partitionCount: 32, offsetFrames: 0),
        .init(partitionFrames: 2048, partitionCount: 1, offsetFrames: 4096, timing: .spread),
      ]),
  ]

  /// Two crossed channels, then one of them once more by itself.
  private func chain(taps: Int) -> Chain {
    let crossed = ImpulseMatrix(
      inputCount: 2, outputCount: 2,
      paths: (0..<4).map {
        .init(input: $0 / 2, output: $0 % 2, taps: noise(taps - 17 * $0, seed: UInt64($0)))
      })
    let single = ImpulseMatrix(
      inputCount: 1, outputCount: 1,
      paths: [.init(input: 0, output: 0, taps: noise(taps / 2, seed: 9))])
    return Chain(
      inputCount: 2,
      stages: [
        .convolve(.init(inputs: [0, 1], outputs: [0, 1], matrix: crossed)),
        .gain([0.5, 2]),
        .convolve(.init(inputs: [1], outputs: [1], matrix: single)),
      ])
  }

  private func render(
    _ chain: Chain, _ plan: PartitionPlan, _ layout: SegmentLayout,
    progress: (Int) -> OfflineStep = { _ in .proceed }
  ) throws -> [[Sample]] {
    let engine = RenderEngine(chain, blockFrames: plan.blockFrames) { _ in plan }
    let reader = try SoundFileReader(path: folder.path("in.wav"))
    let writer = try folder.writer("out.wav", channelCount: 2)
    let render = OfflineRender(engine, tailFrames: chain.tailFrames, layout: layout)
    guard try render.run(from: reader, to: writer, progress: progress) != nil else { return [] }
    try writer.commit()
    return try folder.read("out.wav")
  }

  @Test(arguments: plans)
  func `the samples are the same for any number of jobs and any cut`(_ plan: PartitionPlan) throws {
    let chain = chain(taps: plan.tapCapacity)
    // The chain's two convolutions follow each other, so their pasts add up.
    let unit = plan.longestBlockFrames
    let warmUp = (2 * plan.memoryFrames + unit - 1) / unit * unit
    try folder.write(
      [noise(7 * warmUp + 123, seed: 5), noise(7 * warmUp + 123, seed: 6)], as: "in.wav")
    let wanted = try render(chain, plan, .sequential(blockFrames: plan.blockFrames))
    #expect(wanted[0].count == 7 * warmUp + 123 + chain.tailFrames)
    for jobs in [1, 2, 3, 7] {
      for frames in [warmUp, warmUp + unit, 3 * warmUp] {
        let layout = SegmentLayout(jobs: jobs, frames: frames, warmUpFrames: warmUp)
        let isIdentical = isSame(try render(chain, plan, layout), wanted)
        #expect(isIdentical, "\(jobs) jobs, segments of \(frames) frames")
      }
    }
  }

  @Test func `a past that is too short shows`() throws {
    let plan = Self.plans[3], chain = chain(taps: plan.tapCapacity)
    try folder.write([noise(60_000, seed: 5), noise(60_000, seed: 6)], as: "in.wav")
    let wanted = try render(chain, plan, .sequential(blockFrames: 64))
    let short = SegmentLayout(jobs: 2, frames: 8192, warmUpFrames: 4096)
    let isIdentical = isSame(try render(chain, plan, short), wanted)
    #expect(!isIdentical)
  }

  @Test func `sounds that decay into denormals are the same on any thread`()
    throws
  {
    let plan = Self.plans[0], chain = chain(taps: 700)
    var level = Sample(1)
    let decay = noise(30_000, seed: 7).map { sample in
      level *= Sample.self == Double.self ? 0.9 : 0.99
      return sample * level
    }
    try folder.write([decay, decay], as: "in.wav")
    let wanted = try render(chain, plan, .sequential(blockFrames: 64))
    let layout = SegmentLayout(jobs: 3, frames: 4096, warmUpFrames: 2048)
    let isIdentical = isSame(try render(chain, plan, layout), wanted)
    #expect(isIdentical)
  }

  @Test(arguments: [1, 2, 5])
  func `a render on several threads can be ended anywhere`(_ last: Int) throws {
    let plan = Self.plans[1]
    try folder.write([noise(60_000, seed: 5), noise(60_000, seed: 6)], as: "in.wav")
    let layout = SegmentLayout(jobs: 3, frames: 8192, warmUpFrames: 8192)
    var calls = 0
    let outputs = try render(chain(taps: 3000), plan, layout) { _ in
      calls += 1
      return calls == last ? .cancel : .proceed
    }
    #expect(outputs.isEmpty && calls == last)
  }

  @Test func `a write that fails ends a render on several threads`() throws {
    let plan = Self.plans[1]
    try folder.write([noise(60_000, seed: 5), noise(60_000, seed: 6)], as: "in.wav")
    let writer = try folder.writer("out.wav", channelCount: 2)
    writer.discard()
    let chain = chain(taps: 3000)
    let reader = try SoundFileReader(path: folder.path("in.wav"))
    let layout = SegmentLayout(jobs: 3, frames: 8192, warmUpFrames: 8192)
    let error = #expect(throws: SoundFileError.self) {
      let engine = RenderEngine(chain, blockFrames: 512) { _ in plan }
      _ = try OfflineRender(engine, tailFrames: 0, layout: layout).run(from: reader, to: writer)
    }
    #expect(error?.kind == .writeFailed)
  }

  @Test(arguments: [0, 1, 8191, 8192, 8193, 24_576])
  func `every length of sound keeps its length on several threads`(_ frames: Int) throws {
    let plan = Self.plans[1], chain = chain(taps: 3000)
    try folder.write([noise(frames, seed: 5), noise(frames, seed: 6)], as: "in.wav")
    let layout = SegmentLayout(jobs: 2, frames: 8192, warmUpFrames: 8192)
    let found = try render(chain, plan, layout)
    let isIdentical = isSame(found, try render(chain, plan, .sequential(blockFrames: 512)))
    #expect(isIdentical)
    #expect(found[0].count == (frames == 0 ? 0 : frames + chain.tailFrames))
  }
}
