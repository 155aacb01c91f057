internal import Convolution

/// Some channels of a matrix that have nothing to do with the others.
struct MatrixPart: Equatable, Sendable {
  /// Of the whole matrix, rising.
  let inputs: [Int]
  /// Of the whole matrix, rising.
  let outputs: [Int]
  /// From these inputs to these outputs, as they are numbered here.
  let matrix: ImpulseMatrix

  /// - Parameter paths: at least one, as numbered in the whole matrix.
  init(_ paths: [ImpulseMatrix.Path]) {
    inputs = Set(paths.map(\.input)).sorted()
    outputs = Set(paths.map(\.output)).sorted()
    let inputPlaces = Dictionary(uniqueKeysWithValues: zip(inputs, inputs.indices))
    let outputPlaces = Dictionary(uniqueKeysWithValues: zip(outputs, outputs.indices))
    matrix = ImpulseMatrix(
      inputCount: inputs.count, outputCount: outputs.count,
      paths: paths.map {
        .init(
          input: inputPlaces[$0.input, default: 0], output: outputPlaces[$0.output, default: 0],
          taps: $0.taps)
      })
  }
}

extension ImpulseMatrix {
  /// The parts that can be rendered apart, joined to at most `most` of about the same work: two for the
  /// diagonal of stereo, one for true stereo. Outputs that nothing reaches belong to none.
  func parts(atMost most: Int) -> [MatrixPart] {
    var shares = [[Path]](repeating: [], count: most)
    for paths in connectedPaths().sorted(by: { $0.count > $1.count }) {
      let least = shares.indices.min { shares[$0].count < shares[$1].count } ?? 0
      shares[least] += paths
    }
    return shares.filter { !$0.isEmpty }.map { MatrixPart($0) }
  }

  /// The paths in groups that share no channel.
  private func connectedPaths() -> [[Path]] {
    var groups: [[Path]] = []
    for path in paths {
      let touching = groups.filter { group in
        group.contains { $0.input == path.input || $0.output == path.output }
      }
      groups.removeAll { group in
        group.contains { $0.input == path.input || $0.output == path.output }
      }
      groups.append(touching.joined() + [path])
    }
    return groups
  }
}
