internal import ArgumentParser
internal import FilterDesign
internal import Session
internal import SignalProcessing

/// A one-dimensional kernel as it is named: `mean:5`, `gaussian:9`, `gaussian:25/4`, `lowpass`.
enum KernelName {
  case mean(Int)
  /// The second is the standard deviation in taps.
  case gaussian(Int, sigma: Double)
  case difference
  case sobel
  /// With a corner, a transition and an attenuation.
  case lowpass, highpass, bandpass, bandstop

  /// How they are written, for messages.
  static let forms =
    "mean:N, gaussian:N, gaussian:N/SIGMA, difference, sobel, lowpass, highpass, bandpass, bandstop"
  /// The most taps of a mean or a Gaussian.
  private static let tapCounts = 1...1_000_000

  /// - Throws: `ValidationError` with what is allowed.
  init(typed text: String) throws {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    switch (parts[0], parts.count) {
    case ("difference", 1): self = .difference
    case ("sobel", 1): self = .sobel
    case ("lowpass", 1): self = .lowpass
    case ("highpass", 1): self = .highpass
    case ("bandpass", 1): self = .bandpass
    case ("bandstop", 1): self = .bandstop
    case ("mean", 2):
      guard let count = Int(parts[1]), Self.tapCounts.contains(count) else {
        throw ValidationError("mean takes 1 to 1000000 frames, as mean:5")
      }
      self = .mean(count)
    case ("gaussian", 2):
      guard let gaussian = Self.gaussian(parts[1]) else {
        throw ValidationError(
          "gaussian takes 1 to 1000000 frames and, after a stroke, a standard deviation above 0, as "
            + "gaussian:9 or gaussian:25/4")
      }
      self = gaussian
    default: throw ValidationError("kernels are \(Self.forms)")
    }
  }

  private static func gaussian(_ text: Substring) -> KernelName? {
    let numbers = text.split(separator: "/", omittingEmptySubsequences: false)
    guard let count = Int(numbers[0]), tapCounts.contains(count) else { return nil }
    guard numbers.count > 1 else {
      return .gaussian(count, sigma: SmoothingKernel.sigma(tapCount: count))
    }
    guard numbers.count == 2, let sigma = Double(numbers[1]), sigma > 0, sigma <= 1e6 else {
      return nil
    }
    return .gaussian(count, sigma: sigma)
  }

  /// Corners that it takes.
  var cornerCount: Int {
    switch self {
    case .mean, .gaussian, .difference, .sobel: 0
    case .lowpass, .highpass: 1
    case .bandpass, .bandstop: 2
    }
  }

  /// - Precondition: as many corners as it takes.
  func band(_ corners: [Double]) -> FilterBand? {
    switch self {
    case .mean, .gaussian, .difference, .sobel: nil
    case .lowpass: .lowpass(corners[0])
    case .highpass: .highpass(corners[0])
    case .bandpass: .bandpass(corners[0], corners[1])
    case .bandstop: .bandstop(corners[0], corners[1])
    }
  }
}

/// Frequencies as they are typed: `2kHz`, `300Hz,3kHz`; a bare number is Hz.
struct FrequencyList {
  let hertz: [Double]

  /// - Throws: `ValidationError` with what is allowed.
  init(typed text: String) throws {
    var hertz: [Double] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      guard let value = Self.hertz(part) else {
        throw ValidationError("a frequency is above 0, such as 500, 500Hz or 2kHz")
      }
      hertz.append(value)
    }
    self.hertz = hertz
  }

  private static func hertz(_ text: Substring) -> Double? {
    let lower = text.lowercased()
    let (unit, factor) =
      lower.hasSuffix("khz") ? (3, 1000.0) : lower.hasSuffix("hz") ? (2, 1) : (0, 1)
    let digits = lower.dropLast(unit).split(separator: " ")
    guard digits.count == 1, let value = Double(digits[0]), value.isFinite, value > 0 else {
      return nil
    }
    return value * factor
  }
}
