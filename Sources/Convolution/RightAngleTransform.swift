import CVector

#if canImport(Glibc)
  import Glibc
#endif

/// The constants of a right-angle transform of N real samples.
///
/// Two real blocks of N samples have a product polynomial of degree below 2N. Taken modulo z^N + j
/// it stays whole: coefficient n of the residue is y(n) - j y(n + N). So one *complex* transform of
/// N points, shifted by a quarter bin, does the work of a real transform of 2N: the real part of the
/// inverse is the block's own output, the negative imaginary part is the overlap for the next
/// block. No zero-padding, no split step, no special first bin.
///
/// The transform is a tree. A node of L points and shift a evaluates at e^(-2πi(k + a)/L); the root
/// has a = 1/4. Radix-4 steps lead down to leaves of 64 or 32 points. Spectra stay in tree order:
/// only products use them, and the inverse walks back up.
///
/// - Source: Arndt, "Matters Computational", right-angle convolution; Stockham 1966 (overlap-add).
final class RightAngleTransform {
  /// What the kernels read; valid as long as this object.
  let tables: UnsafePointer<cv_transform>
  private let memory: SampleMemory

  /// - Parameter blockFrames: N, a power of two of at least 64.
  /// - Complexity: N sines and cosines.
  init(blockFrames: Int) {
    precondition(blockFrames >= 64 && blockFrames & (blockFrames - 1) == 0)
    var shape = TreeShape(blockFrames: blockFrames)
    let leafCount = blockFrames / 64
    let nodeCount = shape.nodeSampleCount
    let scalars = (nodeCount + 15) & ~15
    let vectors = scalars + 16 * leafCount
    memory = SampleMemory(count: vectors + 16 * 7 * leafCount)
    let base = memory.base

    var place = base
    for _ in 0..<shape.passes {
      for shift in shape.shifts {
        place = Self.writePowers(3, shift: shift / 4, to: place)
      }
      shape.descend()
    }
    for leaf in 0..<leafCount {
      Self.writeLeaf(
        shape.shiftsOfLeaf(leaf), scalars: base + scalars + 16 * leaf,
        vectors: base + vectors + 16 * 7 * leaf)
    }
    let tables = UnsafeMutablePointer<cv_transform>.allocate(capacity: 1)
    tables.initialize(
      to: cv_transform(
        points: blockFrames, passes: shape.passes, nodes: UnsafeRawPointer(base),
        leafScalars: UnsafeRawPointer(base + scalars),
        leafVectors: UnsafeRawPointer(base + vectors)))
    self.tables = UnsafePointer(tables)
  }

  deinit { tables.deallocate() }

  /// Writes z, z², … with z = e^(-2πi turns), as re, im; gives the place behind.
  private static func writePowers(
    _ count: Int, shift turns: Double, to place: UnsafeMutablePointer<Sample>
  ) -> UnsafeMutablePointer<Sample> {
    for power in 1...count {
      let angle = -2 * Double.pi * turns * Double(power)
      place[2 * power - 2] = Sample(cos(angle))
      place[2 * power - 1] = Sample(sin(angle))
    }
    return place + 2 * count
  }

  /// The constants of 64 points: one node of 64 (one shift) or two of 32 (two shifts).
  private static func writeLeaf(
    _ shifts: [Double], scalars: UnsafeMutablePointer<Sample>, vectors: UnsafeMutablePointer<Sample>
  ) {
    let radix = 8 / shifts.count
    var place = scalars
    for shift in shifts {
      place = writePowers(radix - 1, shift: shift / Double(radix), to: place)
    }
    let laneShifts = shifts.flatMap { shift in
      (0..<radix).map { (Double($0) + shift) / Double(radix) }
    }
    for row in 1...7 {
      for (lane, shift) in laneShifts.enumerated() {
        let angle = -2 * Double.pi * shift / 8 * Double(row)
        vectors[16 * (row - 1) + lane] = Sample(cos(angle))
        vectors[16 * (row - 1) + 8 + lane] = Sample(sin(angle))
      }
    }
  }
}

/// How the tree of a transform branches, walked from the root.
private struct TreeShape {
  /// Radix-4 passes above the leaves.
  let passes: Int
  let leafPoints: Int
  /// The shifts of the current pass's nodes, in units of a bin.
  private(set) var shifts: [Double] = [0.25]

  init(blockFrames: Int) {
    var points = blockFrames
    var passes = 0
    while points > 64 {
      points /= 4
      passes += 1
    }
    self.passes = passes
    leafPoints = points
  }

  /// Six samples for each of 1 + 4 + … nodes.
  var nodeSampleCount: Int { 2 * ((1 << (2 * passes)) - 1) }

  mutating func descend() {
    shifts = shifts.flatMap { shift in (0..<4).map { (Double($0) + shift) / 4 } }
  }

  func shiftsOfLeaf(_ leaf: Int) -> [Double] {
    leafPoints == 64 ? [shifts[leaf]] : [shifts[2 * leaf], shifts[2 * leaf + 1]]
  }
}
