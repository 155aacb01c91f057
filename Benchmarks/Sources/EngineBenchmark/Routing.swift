/// Which inputs reach which outputs.
///
/// It is written as `mono`, `stereo` (two independent paths), `true-stereo` (two inputs to two
/// outputs, four paths), `8x8-diagonal` or `2x6-full`.
struct Routing: Equatable, CustomStringConvertible {
  enum Paths: String {
    /// Each input reaches the output of its own number only.
    case diagonal
    /// Each input reaches each output.
    case full
  }

  let inputCount: Int
  let outputCount: Int
  let paths: Paths
  let description: String

  /// `nil` where the text names no routing.
  init?(_ text: String) {
    description = text
    switch text {
    case "mono": (inputCount, outputCount, paths) = (1, 1, .full)
    case "stereo": (inputCount, outputCount, paths) = (2, 2, .diagonal)
    case "true-stereo": (inputCount, outputCount, paths) = (2, 2, .full)
    default:
      let parts = text.split(separator: "-")
      guard parts.count == 2, let paths = Paths(rawValue: String(parts[1])) else { return nil }
      let counts = parts[0].split(separator: "x").compactMap { Int($0) }
      guard counts.count == 2, counts.allSatisfy({ (1...64).contains($0) }) else { return nil }
      (inputCount, outputCount, self.paths) = (counts[0], counts[1], paths)
    }
  }

  /// Pairs of channels, by input and then output.
  var pairs: [(input: Int, output: Int)] {
    (0..<inputCount).flatMap { input in
      (0..<outputCount)
        .filter { paths == .full || $0 == input }
        .map { (input, $0) }
    }
  }
}
