import Glibc

/// T30: the time of 60 dB of decay, from the slope between -5 and -35 dB of the energy that remains
/// (Schroeder 1965; ISO 3382).
func reverberationTime(_ samples: [Float], octave: Double, sampleRate: Int) -> Double {
  var filter = OctaveFilter(centre: octave, sampleRate: Double(sampleRate))
  var remaining = samples.map { sample in
    let y = filter.process(Double(sample))
    return y * y
  }
  for frame in stride(from: remaining.count - 2, through: 0, by: -1) {
    remaining[frame] += remaining[frame + 1]
  }
  let total = remaining[0]
  let first = remaining.firstIndex { $0 < total * pow(10, -0.5) } ?? 0
  let last = remaining.firstIndex { $0 < total * pow(10, -3.5) } ?? remaining.count
  return -60 / (slope(of: remaining[first..<last]) * Double(sampleRate))
}

/// The slope in decibels per frame of the straight line that fits best.
private func slope(of energies: ArraySlice<Double>) -> Double {
  let middle = Double(energies.count - 1) / 2
  var (products, squares) = (0.0, 0.0)
  for (index, energy) in energies.enumerated() {
    let x = Double(index) - middle
    products += x * 10 * log10(energy)
    squares += x * x
  }
  return products / squares
}

/// The normalised correlation of two equally long sequences, from -1 to 1.
func correlation(_ a: ArraySlice<Float>, _ b: ArraySlice<Float>) -> Double {
  var (ab, aa, bb) = (0.0, 0.0, 0.0)
  for (x, y) in zip(a, b) {
    ab += Double(x) * Double(y)
    aa += Double(x) * Double(x)
    bb += Double(y) * Double(y)
  }
  return ab / (aa * bb).squareRoot()
}

/// The sum of the squares.
func energy(_ samples: some Sequence<Float>) -> Double {
  samples.reduce(0) { $0 + Double($1) * Double($1) }
}
