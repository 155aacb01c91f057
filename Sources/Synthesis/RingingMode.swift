import Glibc

/// One decaying cosine, as loud as each of two outputs hears it.
struct RingingMode {
  var cyclesPerFrame: Double
  /// The factor by which the amplitude falls from frame to frame.
  var decay: Double
  var left: Double
  var right: Double
  /// Frames after which it is inaudible.
  var frameCount: Int
}

/// Some modes that ring side by side: a recursion of two taps each, eight to a vector.
struct ModeGroup {
  static let capacity = Lane.scalarCount * laneCount
  private typealias Lane = SIMD8<Double>
  private static let laneCount = 4

  /// y(n) = feedback y(n - 1) - loss y(n - 2)
  private var feedback = [Lane](repeating: .zero, count: laneCount)
  private var loss = [Lane](repeating: .zero, count: laneCount)
  private var present = [Lane](repeating: .zero, count: laneCount)
  private var past = [Lane](repeating: .zero, count: laneCount)
  private var left = [Lane](repeating: .zero, count: laneCount)
  private var right = [Lane](repeating: .zero, count: laneCount)
  private let frameCount: Int

  /// - Precondition: at most ``capacity`` modes.
  init(_ modes: ArraySlice<RingingMode>) {
    precondition(modes.count <= Self.capacity)
    frameCount = modes.reduce(0) { max($0, $1.frameCount) }
    for (index, mode) in modes.enumerated() {
      let (lane, place) = (index / Lane.scalarCount, index % Lane.scalarCount)
      let turn = cos(2 * Double.pi * mode.cyclesPerFrame)
      feedback[lane][place] = 2 * mode.decay * turn
      loss[lane][place] = mode.decay * mode.decay
      present[lane][place] = 1
      past[lane][place] = turn / mode.decay
      left[lane][place] = mode.left
      right[lane][place] = mode.right
    }
  }

  /// Adds the left output to the real parts and the right one to the imaginary parts.
  ///
  /// - Precondition: no mode outlasts `sum`. Complexity: frames × modes.
  mutating func add(to sum: ComplexSignal) {
    precondition(frameCount <= sum.count)
    for frame in 0..<frameCount {
      var (toLeft, toRight) = (Lane.zero, Lane.zero)
      for lane in 0..<Self.laneCount {
        toLeft += left[lane] * present[lane]
        toRight += right[lane] * present[lane]
        let next = feedback[lane] * present[lane] - loss[lane] * past[lane]
        past[lane] = present[lane]
        present[lane] = next
      }
      let (real, imaginary) = sum[frame]
      sum[frame] = (real + toLeft.sum(), imaginary + toRight.sum())
    }
  }
}
