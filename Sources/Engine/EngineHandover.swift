import Convolution
internal import SignalProcessing

/// The change from one plan to another: the input fades over, the old plan rings out.
///
/// Both are linear, so that halves of the input that sum to the whole give a sound without a seam,
/// whatever the two do with it; limiters are not, and keep their ceiling all the same. Costs both plans' time until the old tail has ended.
struct EngineHandover: ~Copyable {
  /// 20 ms at 48 kHz: shorter splatters, longer is heard as a crossfade.
  private static var fadeFrames: Int { @_noLocks get { 960 } }

  private(set) var plan: RenderPlanView
  /// The plan that comes in, while it does.
  var incoming: Unmanaged<RenderPlan>?
  private var leaving = GainRamp(gain: 1)
  private var entering = GainRamp(gain: 0)
  private var framesLeft = 0
  /// `[input][blockFrames]`
  private let input: UnsafeMutablePointer<Sample>
  /// `[output][blockFrames]`
  private let output: UnsafeMutablePointer<Sample>

  init(_ plan: RenderPlanView) {
    let inputSamples = plan.inputCount * plan.blockFrames
    let outputSamples = plan.outputCount * plan.blockFrames
    let memory = UnsafeMutablePointer<Sample>.allocate(capacity: inputSamples + outputSamples)
    memory.initialize(repeating: 0, count: inputSamples + outputSamples)
    self.plan = plan
    incoming = nil
    input = memory
    output = memory + inputSamples
  }

  deinit { input.deallocate() }

  /// Whether both plans are at work.
  var isActive: Bool { @_noLocks get { framesLeft > 0 } }

  /// Begins with the next block.
  @_noLocks
  mutating func begin(to plan: RenderPlanView, owner: Unmanaged<RenderPlan>, tailFrames: Int) {
    self.plan = plan
    incoming = owner
    leaving = GainRamp(gain: 1)
    leaving.move(to: 0, frames: Self.fadeFrames)
    entering = GainRamp(gain: 0)
    entering.move(to: 1, frames: Self.fadeFrames)
    framesLeft = Self.fadeFrames + tailFrames + plan.blockFrames
  }

  /// Renders one block of both.
  @_noLocks
  mutating func render(
    _ old: RenderPlanView, _ source: UnsafePointer<Sample>,
    into target: UnsafeMutablePointer<Sample>
  ) {
    let block = plan.blockFrames
    let inputs = plan.inputCount, outputs = plan.outputCount
    copySamples(source, to: input, count: inputs * block)
    entering.apply(to: input, frames: block, channelCount: inputs, channelStride: block)
    plan.render(input, into: target)

    copySamples(source, to: input, count: inputs * block)
    leaving.apply(to: input, frames: block, channelCount: inputs, channelStride: block)
    old.render(input, into: output)
    var index = 0
    while index < outputs * block {
      target[index] += output[index]
      index += 1
    }
    hold(target, below: old)
    framesLeft -= block
  }

  /// Ends at once: the old plan has no past that could ring out.
  @_noLocks
  mutating func cut() { framesLeft = 0 }

  /// Two limited sounds can add up to more than either may have: what is above the higher of both
  /// ceilings is cut.
  @_noLocks
  private func hold(_ target: UnsafeMutablePointer<Sample>, below old: RenderPlanView) {
    var channel = 0
    while channel < plan.outputCount {
      let new = plan.ceilings[channel], before = old.ceilings[channel]
      let ceiling = new > before ? new : before
      let place = target + channel * plan.blockFrames
      var frame = ceiling == .infinity ? plan.blockFrames : 0
      while frame < plan.blockFrames {
        if place[frame] > ceiling { place[frame] = ceiling }
        if place[frame] < -ceiling { place[frame] = -ceiling }
        frame += 1
      }
      channel += 1
    }
  }
}
