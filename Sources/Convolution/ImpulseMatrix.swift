/// Which input reaches which output, and by what impulse response.
public struct ImpulseMatrix: Equatable, Sendable {
  /// One impulse response from an input to an output.
  public struct Path: Equatable, Sendable {
    public var input: Int
    public var output: Int
    /// Linear taps; the first acts on the sample of the same frame.
    public var taps: [Sample]

    public init(input: Int, output: Int, taps: [Sample]) {
      self.input = input
      self.output = output
      self.taps = taps
    }
  }

  public let inputCount: Int
  public let outputCount: Int
  /// Absent pairs are silent and cost nothing.
  public let paths: [Path]

  /// - Precondition: channel counts are positive, every path lies within them, and no pair of
  ///   channels has two paths.
  public init(inputCount: Int, outputCount: Int, paths: [Path]) {
    precondition(inputCount > 0 && outputCount > 0)
    precondition(
      paths.allSatisfy {
        (0..<inputCount).contains($0.input) && (0..<outputCount).contains($0.output)
      })
    precondition(Set(paths.map { $0.output * inputCount + $0.input }).count == paths.count)
    self.inputCount = inputCount
    self.outputCount = outputCount
    self.paths = paths
  }

  /// The longest path's taps; 0 without paths.
  public var tapCount: Int { paths.map(\.taps.count).max() ?? 0 }

  /// Inputs that any path uses, in order.
  var usedInputs: [Int] {
    Set(paths.filter { $0.taps.contains { $0 != 0 } }.map(\.input)).sorted()
  }
}
