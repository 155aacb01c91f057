internal import Glibc
import Settings
import SignalProcessing
import SoundFiles

extension ChainBuilder {
  /// The response of a stage at the session's rate, within the stage's and the session's limits.
  mutating func load(
    _ settings: ConvolveSettings
  ) throws(ChainPreparationError) -> ImpulseResponse {
    let head = try Self.sound { () throws(SoundFileError) in
      try SoundFileReader(path: try path(settings))
    }
    try demandRoom(head, settings)
    // What is left for the taps when they are all that there is.
    let limits = ImpulseLimits(
      seconds: settings.longestSeconds, tapCount: memoryBytes / Self.bytesPerTap)
    let impulse = try Self.sound { () throws(SoundFileError) in
      try ImpulseResponse.load(path: head.path, limits: limits)
        .resampled(to: sampleRate, limits: limits)
    }
    notes += impulse.notes
    responsePath = head.path
    filePaths.append(head.path)
    return impulse
  }

  private static func sound<Value>(
    _ body: () throws(SoundFileError) -> Value
  ) throws(ChainPreparationError) -> Value {
    do throws(SoundFileError) {
      return try body()
    } catch {
      throw ChainPreparationError(description: error.description, status: ExitStatus(error))
    }
  }

  /// Of a spectrum, and of the history of what is multiplied with it.
  private static let bytesPerTap = 8

  /// The stage's file; of a set that has none for the session's rate, the one of the nearest.
  private mutating func path(_ settings: ConvolveSettings) throws(SoundFileError) -> String {
    let wanted = settings.impulseResponse
    guard let set = settings.rateSet, !Self.exists(wanted) else { return wanted }
    let rates = ImpulseRates.usual.filter { rate in
      settings.impulseResponse(atRate: rate).map(Self.exists) == true
    }
    guard let rate = ImpulseRates.nearest(to: sampleRate, of: rates),
      let path = settings.impulseResponse(atRate: rate)
    else {
      throw SoundFileError(
        kind: .missing, path: wanted,
        message: "does not exist, nor does a file of another rate; check \(set) and its folder")
    }
    notes.append(
      "\(set): there is no file for \(sampleRate) Hz; the one for \(rate) Hz is the nearest of "
        + (rates.count == 1 ? "one" : "\(rates.count)"))
    return path
  }

  private static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  /// Refuses, by its header alone, a response that is too long or for which the budget can never be
  /// enough.
  private func demandRoom(
    _ head: SoundFileReader, _ settings: ConvolveSettings
  ) throws(ChainPreparationError) {
    let seconds = Double(head.storedFrameCount) / Double(head.sampleRate)
    guard seconds <= settings.longestSeconds else {
      throw ChainPreparationError(
        description: """
          \(head.path): lasts \(seconds.text(decimals: 3)) s, and longest allows \
          \(settings.longestSeconds.text(decimals: 3)) s; trim it, or raise it up to 120 s
          """,
        status: .configuration)
    }
    let inputs = settings.channels.count
    let paths = max(head.channelCount, inputs)
    let bytes = Double(Self.bytesPerTap * (paths + inputs)) * seconds * Double(sampleRate)
    guard bytes > Double(memoryBytes) else { return }
    throw ChainPreparationError(
      description: MemoryBudget.refusal(
        "\(head.path): would take about \(MemoryBudget.text(Int(bytes)))", budget: memoryBytes),
      status: .configuration)
  }
}

/// Rates that files of a set are looked for at.
enum ImpulseRates {
  static let usual = [
    8_000, 11_025, 12_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000, 64_000, 88_200, 96_000,
    128_000, 176_400, 192_000, 352_800, 384_000, 705_600, 768_000,
  ]

  /// The rate with the smallest ratio to `rate`, the higher of two: it has all that can be heard.
  static func nearest(to rate: Int, of rates: [Int]) -> Int? {
    rates.min { left, right in
      let leftRatio = ratio(rate, left), rightRatio = ratio(rate, right)
      return leftRatio == rightRatio ? left > right : leftRatio < rightRatio
    }
  }

  private static func ratio(_ a: Int, _ b: Int) -> Double { Double(max(a, b)) / Double(min(a, b)) }
}

/// What the engine may take of memory, in words.
enum MemoryBudget {
  /// - Parameter bytes: printed in MiB.
  static func text(_ bytes: Int) -> String {
    "\((Double(bytes) / 1_048_576).text(decimals: 0)) MiB"
  }

  /// A sentence that goes on after what takes the memory.
  static func refusal(_ found: String, budget: Int) -> String {
    "\(found), and audio.memory allows \(text(budget)); shorten the impulse responses or raise it, "
      + "for example audio: {memory: 1 GiB}"
  }
}
