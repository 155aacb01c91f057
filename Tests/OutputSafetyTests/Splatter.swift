import Glibc
import SignalProcessing

/// What a change of level adds far away from a tone's own frequency.
enum Splatter {
  static let sampleRate = 48_000
  static let frames = 16_384
  /// The change has to begin here, in the middle of the window.
  static let middle = frames / 2 - 480

  /// -6 dBFS at 997 Hz.
  static func tone(_ frame: Int) -> Float {
    Float(0.5 * sin(2 * Double.pi * 997 * Double(frame) / Double(sampleRate)))
  }

  /// The highest sample of all that lies above 6 kHz, dBFS.
  ///
  /// The window is a power of a sine whose side lobes are below any float's last bit at 5 kHz from
  /// the tone; around the change it is near 1.
  static func peakAbove6kHz(_ signal: [Float]) -> Double {
    precondition(signal.count == frames)
    var real = signal.indices.map { index in
      Double(signal[index]) * pow(sin(Double.pi * (Double(index) + 0.5) / Double(frames)), 8)
    }
    var imaginary = [Double](repeating: 0, count: frames)
    let transform = FourierTransform(count: frames)
    var re = real.mutableSpan
    var im = imaginary.mutableSpan
    transform.forward(&re, &im)
    let lowest = 6_000 * frames / sampleRate
    for bin in 0..<frames where bin < lowest || bin > frames - lowest {
      re[bin] = 0
      im[bin] = 0
    }
    transform.inverse(&re, &im)
    var peak = 0.0
    for index in 0..<frames { peak = max(peak, re[index].magnitude) }
    return 20 * log10(max(peak, 1e-12))
  }
}
