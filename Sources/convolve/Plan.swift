public import ArgumentParser
internal import Convolution
internal import Engine
internal import JSON
internal import Realtime
public import Session
internal import SignalProcessing
internal import SoundFiles

/// `convolve plan IR --period 64`
struct Plan: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print how an impulse response is partitioned, and what that costs on this machine.",
    discussion: """
      Predicted: by the kernels' costs, which choose the partitions. Measured: by running them for \
      0.3 s. The worst block must end within the period, whatever else the machine does meanwhile.

      With --json, one object on one line of standard output. Its keys: \(PlanReport.keys)
      """)

  @Argument(help: "The impulse response.") var file: String
  @Option(
    parsing: .unconditional,
    help: .init("Frames per call, as audio.period; 256 if not given.", valueName: "frames"))
  var period: Int?
  @Option(
    parsing: .unconditional,
    help: .init(
      "Channels of sound; as many as the impulse response is made for if not given.",
      valueName: "count"))
  var channels: Int?
  @Option(help: "What the channels of the impulse response mean; auto: told by their number.")
  var layout: ImpulseLayout = .auto
  @Option(
    help: """
      live: a flat load, as the daemon plans; economy: the smallest mean load; offline: the block \
      is chosen as well.
      """)
  var goal: GoalChoice = .live
  @Option(
    help: """
      cached: measured once and kept, as in the daemon; measured: now, and kept; typical: built in, \
      as for render.
      """)
  var costs: MachineCosts.Choice = .cached
  @Flag(help: "Print for programs: one JSON object.") var json = false

  enum GoalChoice: String, ExpressibleByArgument, CaseIterable { case live, economy, offline }

  func validate() throws {
    if let period, !(16...8192).contains(period) {
      throw ValidationError("--period is \(period); allowed are 16 to 8192.")
    }
    if period != nil && goal == .offline {
      throw ValidationError("--goal offline chooses the block itself; leave --period out.")
    }
    if let channels, !(1...64).contains(channels) {
      throw ValidationError("--channels is \(channels); allowed are 1 to 64.")
    }
  }

  func run() throws {
    Denormals.flushToZero()
    let impulse = try unwrap { () throws(SoundFileError) in try ImpulseResponse.load(path: file) }
    for note in impulse.notes { Console.say(note) }
    let matrix = try layout.matrix(
      impulse,
      channels: channels ?? layout.likelyChannels(impulseChannels: impulse.channelCount))
    let costs = MachineCosts.find(costs)
    for line in [costs.summary] + [costs.note].compactMap(\.self) { Console.say(line) }
    let study = PlanStudy(matrix, plan: plan(matrix, costs.costs), costs: costs.costs)
    let report = PlanReport(
      study: study, sampleRate: impulse.sampleRate,
      periodFrames: goal == .offline ? study.plan.blockFrames : periodFrames)
    print(json ? report.json(impulse, matrix).description : report.text(impulse, matrix))
  }

  private var periodFrames: Int { period ?? 256 }

  private func plan(_ matrix: ImpulseMatrix, _ costs: KernelCosts) -> PartitionPlan {
    let block = BlockAdapter.blockFrames(for: periodFrames)
    return switch goal {
    case .live: Planner(costs: costs, goal: .live).plan(matrix, blockFrames: block)
    case .economy: Planner(costs: costs, goal: .economy).plan(matrix, blockFrames: block)
    case .offline: Planner(costs: costs).offlinePlan(matrix)
    }
  }
}

extension MachineCosts.Choice: ExpressibleByArgument {}
