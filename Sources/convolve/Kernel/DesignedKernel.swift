internal import FilterDesign
internal import Glibc
internal import SignalProcessing

/// The taps of a named kernel, and what they do.
struct DesignedKernel {
  private(set) var taps: [Double]
  /// A sentence each.
  private(set) var account: [String]
  private let sampleRate: Int

  /// - Parameter corners: in Hz, as many as the name takes.
  init(
    _ name: KernelName, corners: [Double], transition: Double, attenuation: Double, sampleRate: Int
  ) throws(FilterDesignError) {
    self.sampleRate = sampleRate
    account = []
    switch name {
    case .mean(let count):
      taps = SmoothingKernel.mean(tapCount: count)
      account.append("the mean of \(counted(count, "frame")): a constant stays as it is")
    case .gaussian(let count, let sigma):
      taps = SmoothingKernel.gaussian(tapCount: count, sigma: sigma)
      account.append(
        "a Gaussian mean, standard deviation \(sigma.text(decimals: 2)) frames: a constant stays as "
          + "it is")
    case .difference, .sobel:
      taps = name.isSobel ? EdgeKernel.sobel : EdgeKernel.difference
      account.append(
        "the slope per frame\(name.isSobel ? ", of a mean over (1, 2, 1) / 4" : ""): what rises is "
          + "positive, a constant becomes 0")
    case .lowpass, .highpass, .bandpass, .bandstop:
      guard let band = name.band(corners) else { preconditionFailure("a band has corners") }
      let filter = try WindowedSinc(
        band, transition: transition, attenuation: attenuation, sampleRate: sampleRate)
      taps = filter.taps
      account.append(Self.words(band, transition, filter))
    }
    if name.isSmoothing, let corner = halfPower {
      account.append("-3 dB at \(Frequency(corner))")
    }
  }

  /// How late the middle of the taps is, in frames.
  var delay: Double { Double(taps.count - 1) / 2 }

  /// Taps and delay in a line.
  var measure: String {
    let frames = delay.text(decimals: taps.count % 2 == 0 ? 1 : 0)
    let milliseconds = (1000 * delay / Double(sampleRate)).text(decimals: 2)
    return """
      \(counted(taps.count, "tap")) at \(sampleRate) Hz, linear phase: everything comes \(frames) \
      frames (\(milliseconds) ms) late
      """
  }

  /// Turns the taps around, so that convolution with them is correlation with the kernel.
  mutating func turn() {
    let before = taps
    taps.reverse()
    account.append(
      taps == before
        ? "turned around for --correlate, which changes nothing: it is the same backwards"
        : "turned around for --correlate: convolution with it is correlation with the kernel")
  }

  /// The lowest frequency that comes out at -3 dB, within a thousandth of the rate.
  private var halfPower: Double? {
    let magnitudes = MagnitudeResponse(taps, pointsPerTap: max(8, 4096 / taps.count)).magnitudes
    guard let bin = magnitudes.firstIndex(where: { $0 <= 0.5.squareRoot() }) else { return nil }
    return Double(bin) * Double(sampleRate) / Double(2 * (magnitudes.count - 1))
  }

  private static func words(
    _ band: FilterBand, _ transition: Double, _ filter: WindowedSinc
  ) -> String {
    func edge(_ corner: Double, _ side: Double) -> String {
      Frequency(corner + side * transition / 2).description
    }
    let ripple = "within \(passRipple(filter.rippleDecibels)) dB"
    let floor = "below \(filter.stopDecibels.text(decimals: 1)) dB"
    switch band {
    case .lowpass(let corner):
      return "passes up to \(edge(corner, -1)) \(ripple), stops from \(edge(corner, 1)) \(floor)"
    case .highpass(let corner):
      return "stops up to \(edge(corner, -1)) \(floor), passes from \(edge(corner, 1)) \(ripple)"
    case .bandpass(let low, let high):
      return """
        passes \(edge(low, 1)) to \(edge(high, -1)) \(ripple), stops up to \(edge(low, -1)) and from \
        \(edge(high, 1)) \(floor)
        """
    case .bandstop(let low, let high):
      return """
        stops \(edge(low, 1)) to \(edge(high, -1)) \(floor), passes up to \(edge(low, -1)) and from \
        \(edge(high, 1)) \(ripple)
        """
    }
  }

  /// How far a deviation of so many dB of amplitude bends the level, rounded up.
  private static func passRipple(_ decibels: Double) -> String {
    let bend = 20 * log10(1 + pow(10, decibels / 20))
    return "±\(((bend * 1e5).rounded(.up) / 1e5).text(decimals: 5))"
  }
}

extension KernelName {
  fileprivate var isSobel: Bool { if case .sobel = self { true } else { false } }

  fileprivate var isSmoothing: Bool {
    switch self {
    case .mean, .gaussian: true
    case .difference, .sobel, .lowpass, .highpass, .bandpass, .bandstop: false
    }
  }
}
