import Convolution
internal import Realtime

/// One product of a routing: `output` = or += gain × `input`.
struct RouteTerm {
  let input: Int
  let output: Int
  let gain: Sample
}

/// A step as the audio thread sees it: plain values and raw pointers.
struct RenderStep {
  /// `nil` for a step that does not convolve, or does so on several threads.
  let convolver: UnsafeMutablePointer<PartitionedConvolver>?
  /// Convolves on several threads.
  let split: UnsafeMutablePointer<SplitConvolver>?
  /// Channels that feed the convolver, and that its outputs replace.
  let inputs: UnsafeMutablePointer<Int>
  let inputCount: Int
  let outputs: UnsafeMutablePointer<Int>
  let outputCount: Int
  /// Planar scratch on either side of the convolver.
  let before: UnsafeMutablePointer<Sample>
  let after: UnsafeMutablePointer<Sample>
  /// The terms of each channel, one channel after the other.
  let terms: UnsafeMutablePointer<RouteTerm>
  let termCount: Int
  /// Channels that the step leaves.
  let channelCount: Int
  /// What is done to single channels after that.
  let inserts: ChannelInserts

  /// Renders one block from one planar buffer to another.
  @_noLocks
  func render(
    _ source: UnsafePointer<Sample>, into target: UnsafeMutablePointer<Sample>, blockFrames: Int
  ) {
    route(source, into: target, blockFrames)
    if inputCount > 0 { convolve(source, into: target, blockFrames) }
    inserts.apply(to: target, blockFrames: blockFrames)
  }

  /// Forgets all past input.
  @_noLocks
  func reset() {
    restart()
    _ = clear(from: 0, atMost: .max)
  }

  /// Begins to forget all past input; ``clear(from:atMost:)`` must follow.
  @_noLocks
  func restart() {
    if let convolver { convolver.pointee.restart() }
    if let split { split.pointee.restart() }
    inserts.restart()
  }

  /// Clears the next part of the memory: see ``PartitionedConvolver/clear(from:atMost:)``.
  @_noLocks
  func clear(from first: Int, atMost limit: Int) -> Int {
    // No step has two of these.
    if let convolver { return convolver.pointee.clear(from: first, atMost: limit) }
    if let split { return split.pointee.clear(from: first, atMost: limit) }
    return inserts.clear(from: first, atMost: limit)
  }

  @_noLocks
  private func convolve(
    _ source: UnsafePointer<Sample>, into target: UnsafeMutablePointer<Sample>, _ blockFrames: Int
  ) {
    var channel = 0
    while channel < inputCount {
      copySamples(
        source + inputs[channel] * blockFrames, to: before + channel * blockFrames,
        count: blockFrames)
      channel += 1
    }
    if let convolver { convolver.pointee.render(before, into: after) }
    if let split { split.pointee.render(before, into: after) }
    channel = 0
    while channel < outputCount {
      copySamples(
        after + channel * blockFrames, to: target + outputs[channel] * blockFrames,
        count: blockFrames)
      channel += 1
    }
  }

  /// Writes the sum of the terms to each channel; the first term is stored and not added to zero,
  /// and not multiplied by 1 where denormals count as zero, so that a factor of 1 keeps every bit.
  @_noLocks
  private func route(
    _ source: UnsafePointer<Sample>, into target: UnsafeMutablePointer<Sample>, _ blockFrames: Int
  ) {
    var term = 0
    var channel = 0
    while channel < channelCount {
      let place = target + channel * blockFrames
      if term == termCount || terms[term].output != channel {
        place.update(repeating: 0, count: blockFrames)
      }
      var isFirst = true
      while term < termCount && terms[term].output == channel {
        let from = source + terms[term].input * blockFrames
        let gain = terms[term].gain
        var frame = 0
        while isFirst && gain == 1 && frame < blockFrames {
          place[frame] = from[frame]
          frame += 1
        }
        while frame < blockFrames {
          let share = gain == 1 ? from[frame] : gain * from[frame]
          place[frame] = isFirst ? share : place[frame] + share
          frame += 1
        }
        isFirst = false
        term += 1
      }
      channel += 1
    }
  }
}

/// Owns what a ``RenderStep`` points to.
///
/// Thread: made and freed off the audio thread.
final class OwnedStep {
  let step: RenderStep
  /// `nil` for a step that does not convolve.
  let filters: StepFilters?
  /// How the threads that help with it are scheduled.
  let helpers: [SchedulingOutcome]
  private let inserts: OwnedInserts

  /// - Parameter filters: of the recipe's convolution.
  convenience init(
    _ recipe: StepRecipe, filters: StepFilters?, blockFrames: Int, context: SplitContext
  ) {
    guard let convolution = recipe.convolution, let filters else {
      self.init(StepConvolver(), nil, inputs: [], outputs: [], recipe, blockFrames: blockFrames)
      return
    }
    let (convolver, used) = StepConvolver.make(filters, convolution.matrix, context)
    self.init(
      convolver, used, inputs: convolution.inputs, outputs: convolution.outputs, recipe,
      blockFrames: blockFrames)
  }

  private init(
    _ convolver: StepConvolver, _ filters: StepFilters?, inputs: [Int], outputs: [Int],
    _ recipe: StepRecipe, blockFrames: Int
  ) {
    let inserts = OwnedInserts(recipe.work, blockFrames: blockFrames)
    self.inserts = inserts
    self.filters = filters
    helpers = convolver.helpers
    let terms = recipe.route.outputs.enumerated().flatMap { output, terms in
      terms.map { RouteTerm(input: $0.input, output: output, gain: $0.gain) }
    }
    step = RenderStep(
      convolver: convolver.whole, split: convolver.split, inputs: Self.copy(inputs),
      inputCount: inputs.count, outputs: Self.copy(outputs), outputCount: outputs.count,
      before: Self.silence(inputs.count * blockFrames),
      after: Self.silence(outputs.count * blockFrames), terms: Self.copy(terms),
      termCount: terms.count, channelCount: recipe.route.outputs.count,
      inserts: inserts.view)
  }

  deinit {
    if let convolver = step.convolver {
      convolver.deinitialize(count: 1)
      convolver.deallocate()
    }
    if let split = step.split {
      split.deinitialize(count: 1)
      split.deallocate()
    }
    step.inputs.deallocate()
    step.outputs.deallocate()
    step.before.deallocate()
    step.after.deallocate()
    step.terms.deallocate()
  }

  var byteCount: Int {
    (step.convolver?.pointee.byteCount ?? 0) + (step.split?.pointee.byteCount ?? 0)
      + inserts.byteCount
  }

  var partitionPlan: PartitionPlan? { filters?.plan }

  private static func copy<Element>(_ values: [Element]) -> UnsafeMutablePointer<Element> {
    let place = UnsafeMutablePointer<Element>.allocate(capacity: max(values.count, 1))
    place.initialize(from: values, count: values.count)
    return place
  }

  private static func silence(_ count: Int) -> UnsafeMutablePointer<Sample> {
    copy([Sample](repeating: 0, count: count))
  }
}
