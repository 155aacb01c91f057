/// Some outputs of a matrix and all that reaches them: what one of several threads convolves.
public struct OutputShare: Equatable, Sendable {
  /// Outputs of the whole matrix, in order.
  public let outputs: [Int]
  /// From all inputs to these outputs.
  public let matrix: ImpulseMatrix
}

extension ImpulseMatrix {
  /// Shares the outputs out so that each share has about as many taps.
  ///
  /// Outputs that a tile of any stage multiplies together stay together; so every output has the
  /// same bits as from the whole matrix.
  ///
  /// - Parameter plan: that of the whole matrix, and of every share.
  /// - Returns: `count` shares or as many as can be told apart, at least one; the first has the least
  ///   to do.
  public func shares(_ count: Int, plan: PartitionPlan) -> [OutputShare] {
    var shares = [(outputs: [Int], tapCount: Int)](repeating: ([], 0), count: max(count, 1))
    for group in outputGroups(plan).sorted(by: { $0.tapCount > $1.tapCount }) {
      let lightest = shares.indices.min { shares[$0].tapCount < shares[$1].tapCount } ?? 0
      shares[lightest].outputs += group.outputs
      shares[lightest].tapCount += group.tapCount
    }
    return shares.filter { !$0.outputs.isEmpty }.sorted { $0.tapCount < $1.tapCount }
      .map { share(of: $0.outputs.sorted()) }
  }

  /// Outputs that no stage may part.
  private func outputGroups(_ plan: PartitionPlan) -> [(outputs: [Int], tapCount: Int)] {
    var group = Array(0..<outputCount)
    for stage in plan.stages {
      let layout = TileLayout(
        paths.compactMap { PathExtent(of: $0, in: stage) }, inputs: usedInputs)
      // The layout's pairs, whether or not a tile takes them together.
      for first in stride(from: 0, to: layout.outputs.count - 1, by: 2) {
        let kept = group[layout.outputs[first]], joined = group[layout.outputs[first + 1]]
        for output in group.indices where group[output] == joined { group[output] = kept }
      }
    }
    return Set(group).sorted().map { number in
      let outputs = group.indices.filter { group[$0] == number }
      let taps = paths.filter { outputs.contains($0.output) }.reduce(0) { $0 + $1.taps.count }
      return (outputs, taps)
    }
  }

  private func share(of outputs: [Int]) -> OutputShare {
    let paths = paths.compactMap { path in
      outputs.firstIndex(of: path.output).map {
        Path(input: path.input, output: $0, taps: path.taps)
      }
    }
    return OutputShare(
      outputs: outputs,
      matrix: ImpulseMatrix(inputCount: inputCount, outputCount: outputs.count, paths: paths))
  }
}
