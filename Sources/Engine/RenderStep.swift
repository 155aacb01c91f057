import Convolution

/// One product of a routing: `output` = or += gain × `input`.
struct RouteTerm {
  let input: Int
  let output: Int
  let gain: Sample
}

/// A step as the audio thread sees it: plain values and raw pointers.
struct RenderStep {
  /// `nil` for a step that only routes.
  let convolver: UnsafeMutablePointer<PartitionedConvolver>?
  /// Channels that feed the convolver, and that its outputs replace.
  let inputs: UnsafeMutablePointer<Int>
  let outputs: UnsafeMutablePointer<Int>
  /// Planar scratch on either side of the convolver.
  let before: UnsafeMutablePointer<Sample>
  let after: UnsafeMutablePointer<Sample>
  /// The terms of each channel, one channel after the other.
  let terms: UnsafeMutablePointer<RouteTerm>
  let termCount: Int
  /// Channels that the step leaves.
  let channelCount: Int
}

/// Owns what a ``RenderStep`` points to.
///
/// Thread: made and freed off the audio thread.
final class OwnedStep {
  let step: RenderStep

  /// A step that only routes.
  convenience init(route: RouteStage) {
    self.init(convolver: nil, inputs: [], outputs: [], rest: route)
  }

  /// A convolution of some channels, and the routing of those it does not replace.
  convenience init(
    convolver: consuming PartitionedConvolver, inputs: [Int], outputs: [Int], rest: RouteStage
  ) {
    let place = UnsafeMutablePointer<PartitionedConvolver>.allocate(capacity: 1)
    place.initialize(to: convolver)
    self.init(convolver: place, inputs: inputs, outputs: outputs, rest: rest)
  }

  private init(
    convolver: UnsafeMutablePointer<PartitionedConvolver>?, inputs: [Int], outputs: [Int],
    rest: RouteStage
  ) {
    let blockFrames = convolver?.pointee.blockFrames ?? 0
    let terms = rest.outputs.enumerated().flatMap { output, terms in
      terms.map { RouteTerm(input: $0.input, output: output, gain: $0.gain) }
    }
    step = RenderStep(
      convolver: convolver, inputs: Self.copy(inputs), outputs: Self.copy(outputs),
      before: Self.silence(inputs.count * blockFrames),
      after: Self.silence(outputs.count * blockFrames), terms: Self.copy(terms),
      termCount: terms.count, channelCount: rest.outputs.count)
  }

  deinit {
    if let convolver = step.convolver {
      convolver.deinitialize(count: 1)
      convolver.deallocate()
    }
    step.inputs.deallocate()
    step.outputs.deallocate()
    step.before.deallocate()
    step.after.deallocate()
    step.terms.deallocate()
  }

  var byteCount: Int { step.convolver?.pointee.byteCount ?? 0 }

  var partitionPlan: PartitionPlan? { step.convolver?.pointee.plan }

  private static func copy<Element>(_ values: [Element]) -> UnsafeMutablePointer<Element> {
    let place = UnsafeMutablePointer<Element>.allocate(capacity: max(values.count, 1))
    place.initialize(from: values, count: values.count)
    return place
  }

  private static func silence(_ count: Int) -> UnsafeMutablePointer<Sample> {
    copy([Sample](repeating: 0, count: count))
  }
}
