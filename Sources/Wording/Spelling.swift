/// Finds the known word that a misspelt one most likely meant.
public enum Spelling {
  /// Words longer than this are not compared: the work grows with the product of the lengths, and
  /// no key or channel is this long.
  private static let comparedScalars = 64

  /// The first of the words nearest to `word`, or `nil` if none is near.
  ///
  /// Near means at most one mistake per three letters (one at least), and not a word of which no
  /// letter is left.
  public static func nearest(to word: String, among words: some Sequence<String>) -> String? {
    var best: (word: String, distance: Int)?
    for candidate in words {
      guard let distance = nearDistance(word, candidate) else { continue }
      if let found = best, found.distance <= distance { continue }
      best = (candidate, distance)
    }
    return best?.word
  }

  private static func nearDistance(_ word: String, _ candidate: String) -> Int? {
    let left = Array(word.lowercased().unicodeScalars)
    let right = Array(candidate.lowercased().unicodeScalars)
    guard max(left.count, right.count) <= comparedScalars else { return nil }
    let found = distance(left, right)
    let allowed = max(1, max(left.count, right.count) / 3)
    return found <= allowed && found < min(left.count, right.count) ? found : nil
  }

  /// The fewest insertions, deletions, substitutions and swaps of neighbours between two words.
  ///
  /// Restricted Damerau-Levenshtein distance: no letter is edited twice.
  /// - Complexity: the product of the lengths.
  static func distance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
    guard !left.isEmpty, !right.isEmpty else { return max(left.count, right.count) }
    var beforePrevious = [Int](repeating: 0, count: right.count + 1)
    var previous = Array(0...right.count)
    for row in 1...left.count {
      var current = [row] + [Int](repeating: 0, count: right.count)
      for column in 1...right.count {
        let isSame = left[row - 1] == right[column - 1]
        current[column] = min(
          previous[column] + 1, current[column - 1] + 1, previous[column - 1] + (isSame ? 0 : 1))
        let isSwap =
          row > 1 && column > 1 && left[row - 1] == right[column - 2]
          && left[row - 2] == right[column - 1]
        if isSwap {
          current[column] = min(current[column], beforePrevious[column - 2] + 1)
        }
      }
      (beforePrevious, previous) = (previous, current)
    }
    return previous[right.count]
  }
}
