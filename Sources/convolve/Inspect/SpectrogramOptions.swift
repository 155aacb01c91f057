internal import Acoustics
internal import ArgumentParser
internal import Convolution
internal import Session

/// How spectrograms are taken, as it is typed.
struct SpectrogramOptions: ParsableArguments {
  @Option(
    help: .init(
      "The window of a spectrogram, as 20ms or 1024samples; 21.3ms if not given.",
      valueName: "time"),
    transform: Time.init(typed:))
  var window: Time?
  @Option(
    help: .init(
      """
      The time from window to window; if not given, as the picture has room, and at most half a \
      window unless that makes more than \(most) of them.
      """, valueName: "time"),
    transform: Time.init(typed:))
  var hop: Time?
  @Option(
    help: .init(
      """
      A kernel of two dimensions, frequencies by moments, that a spectrogram's levels in dB are \
      convolved with: \(PictureFilter.forms). Means smooth; sobel shows how steep levels are, \
      sobel-rows from frequency to frequency and sobel-columns from moment to moment.
      """, valueName: "kernel"),
    transform: SpectrogramOptions.filter(typed:))
  var kernel: PictureFilter?

  /// Windows that are taken unasked.
  private static let most = 8192
  /// Samples of all windows that are taken when asked.
  private static let limit = 1 << 28

  /// - Parameter width: columns of the picture.
  /// - Errors: what is not allowed.
  func plan(
    frames: Int, sampleRate: Int, source: String, width: Int
  ) throws(CommandFailure) -> Spectrogram.Plan {
    let window =
      try count(window, "--window", 2...(1 << 18), sampleRate) ?? max(2, sampleRate * 64 / 3000)
    let fitting = max(min(frames / width, window / 2), frames / Self.most, 1)
    let hop = try count(hop, "--hop", 1...(1 << 30), sampleRate) ?? fitting
    let windows = frames / hop
    guard windows * window <= Self.limit else {
      throw CommandFailure(
        "\(source): \(windows) windows of \(window) samples are too many; give a longer --hop",
        .usage)
    }
    return Spectrogram.Plan(windowFrames: window, hopFrames: hop)
  }

  /// - Throws: `ValidationError` with what is allowed.
  static func filter(typed name: String) throws -> PictureFilter {
    do throws(PictureFilterError) {
      return try PictureFilter(name: name)
    } catch {
      throw ValidationError("\(error)")
    }
  }

  private func count(
    _ time: Time?, _ option: String, _ allowed: ClosedRange<Int>, _ rate: Int
  ) throws(CommandFailure) -> Int? {
    guard let time else { return nil }
    guard let frames = time.frames(at: rate), allowed.contains(frames) else {
      throw CommandFailure(
        """
        \(option) \(time.text): allowed are \(allowed.lowerBound) to \(allowed.upperBound) samples \
        (at \(rate) Hz)
        """, .usage)
    }
    return frames
  }
}
