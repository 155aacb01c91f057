import Convolution
import Testing

@testable import Offline

@Suite struct SegmentLayoutTests {
  private let plan = PartitionPlan.uniform(blockFrames: 1024, tapCount: 96_000)

  private func layout(jobs: Int, frameCount: Int?, channels: Int = 2) -> SegmentLayout {
    SegmentLayout(
      jobs: jobs, plans: [plan], blockFrames: 1024, frameCount: frameCount,
      frameBytes: 2 * channels * MemoryLayout<Sample>.stride)
  }

  @Test func `a long sound is cut for every job into whole blocks much longer than the past`() {
    let layout = layout(jobs: 2, frameCount: 48_000 * 600)
    #expect(layout.jobs == 2)
    #expect(layout.frames >= 8 * layout.warmUpFrames)
    #expect(layout.frames % 1024 == 0 && layout.warmUpFrames % 1024 == 0)
    #expect(layout.warmUpFrames >= plan.memoryFrames)
  }

  @Test(arguments: [1, 2, 64, 256], [1, 2, 16, 256])
  func `segments stay within the memory allowed`(_ jobs: Int, _ channels: Int) {
    let layout = layout(jobs: jobs, frameCount: nil, channels: channels)
    let frames = layout.frames + layout.warmUpFrames
    let bytes = layout.jobs * frames * 2 * channels * MemoryLayout<Sample>.stride
    #expect(bytes <= SegmentLayout.memoryBytes)
    #expect(layout.jobs == 1 || layout.frames >= 2 * layout.warmUpFrames)
  }

  @Test func `a short sound has one job and a medium one has as many as pay`() {
    #expect(layout(jobs: 8, frameCount: 0) == .sequential(blockFrames: 1024))
    #expect(layout(jobs: 8, frameCount: 100_000) == .sequential(blockFrames: 1024))
    let medium = layout(jobs: 8, frameCount: 12 * plan.memoryFrames)
    #expect((2...3).contains(medium.jobs))
    #expect(medium.jobs * medium.frames >= 12 * plan.memoryFrames)
  }

  @Test func `a sound that nothing convolves has one job`() {
    let layout = SegmentLayout(
      jobs: 8, plans: [], blockFrames: 64, frameCount: 1 << 30, frameBytes: 8)
    #expect(layout == .sequential(blockFrames: 64))
  }
}
