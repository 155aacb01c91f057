import Convolution
import Testing

@Suite struct PlanParsingTests {
  private func matrix(_ tapCount: Int) -> ImpulseMatrix {
    ImpulseMatrix(
      inputCount: 1, outputCount: 1,
      paths: [.init(input: 0, output: 0, taps: [Sample](repeating: 1, count: tapCount))])
  }

  private func complaint(_ text: String, block: Int? = nil) -> String {
    do throws(PartitionPlanError) {
      return "accepted as \(try PartitionPlan(parsing: text, blockFrames: block))"
    } catch {
      return error.description
    }
  }

  @Test(arguments: [16, 32, 64, 512, 8192], [1, 64, 65, 5000, 480_000])
  func `every plan is read back from its line`(_ block: Int, _ taps: Int) throws {
    for goal in [Planner.Goal.live, .economy] {
      let plan = Planner(goal: goal).plan(matrix(taps), blockFrames: block)
      #expect(try PartitionPlan(parsing: plan.description, blockFrames: block) == plan)
      if block >= 64 { #expect(try PartitionPlan(parsing: plan.description) == plan) }
    }
  }

  @Test func `spaces do not matter and offsets follow from the order`() throws {
    let plan = try PartitionPlan(parsing: "  256x8   1024x6s ")
    #expect(plan.stages.map(\.offsetFrames) == [0, 2048])
    #expect(plan.stages.map(\.timing) == [.immediate, .spread])
    #expect(plan.description == "256x8 1024x6s")
  }

  @Test(arguments: [
    ("", "it is empty"), ("   ", "it is empty"),
    ("hello", "\"hello\" is not of the form"), ("64", "\"64\" is not of the form"),
    ("64x", "\"64x\" is not"), ("x4", "\"x4\" is not"), ("64x4x", "is not"),
    ("64x-4", "is not"), ("+64x4", "is not"), ("64X4", "is not"), ("64x4S", "is not"),
    ("64x4 64x4s s", "\"s\" is not"), ("６４x4", "is not"),
    ("64x1234567890", "is not"), ("65536x999999999", "is not"),
    ("64x0", "\"64x0\" is no partition plan: 64x0 has no partitions"),
    ("100x4", "blocks of 100 frames; allowed are the powers of two from 16 to 65536"),
    ("64x4s", "not spread"),
    ("64x4 200x4", "200x4 has partitions of 200; allowed are the powers of two from 64 to 65536"),
    ("64x4 131072x4", "131072x4 has partitions of 131072"),
    ("64x4 64x4", "64x4 comes after partitions of 64"),
    ("128x4 64x4", "64x4 comes after partitions of 128"),
    ("64x4 512x4", "512x4 begins at tap 256, before its first block can be ready; put 512 taps"),
    ("64x8 512x4s", "put 1024 taps in front of it"),
    (
      "64x32 512x4",
      "512x4 begins at tap 2048, but its blocks are played as soon as they can be; put"
    ),
    ("64x16 512x5s 2048x2", "put exactly 2048 taps in front of it"),
    ("d64 64x4", "needs its block, 16 or 32"), ("d32 64x4", "\"d32\" is not"),
  ])
  func `what is no plan is refused with the reason`(_ text: String, _ reason: String) {
    let sentence = complaint(text)
    #expect(sentence.hasPrefix("\"\(text)\" is no partition plan: "))
    #expect(sentence.contains(reason), "\(sentence)")
  }

  @Test func `a plan for other blocks is refused`() {
    #expect(complaint("64x4", block: 128).contains("blocks of 128 frames begin with partitions of"))
    #expect(complaint("64x4", block: 16).contains("blocks of 16 frames begin with d64"))
    #expect(
      complaint("d64 64x4", block: 64).contains("begin with 64xCOUNT, not with d64"))
  }

  @Test func `the direct form alone is a plan`() throws {
    let plan = try PartitionPlan(parsing: "d64", blockFrames: 32)
    #expect(plan.tapCapacity == 64 && plan.blockFrames == 32)
  }
}
