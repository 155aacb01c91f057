public import Convolution

/// What the channels of an impulse response file mean.
public enum ImpulseLayout: String, CaseIterable, Equatable, Sendable {
  /// By the number of channels: see ``resolved(impulseChannels:channels:)``.
  case auto
  /// One channel, the same for every channel of sound.
  case mono
  /// One channel each: first to first, second to second.
  case diagonal
  /// Four channels for two of sound: left to left, left to right, right to left, right to right.
  case trueStereo = "true-stereo"
  /// In × out channels: first input to every output, then the second, …
  case matrix
}

/// An impulse response file that does not fit the channels it should filter.
public struct ImpulseLayoutError: Error, Equatable, CustomStringConvertible, Sendable {
  public let description: String
}

extension ImpulseLayout {
  /// The layout that `auto` stands for: 1 channel is the same for all; as many as there are channels
  /// of sound is one each; 4 for two channels is true stereo; n × n for n is a matrix.
  ///
  /// - Throws: when the counts fit none, or not the layout asked for.
  public func resolved(
    impulseChannels: Int, channels: Int
  ) throws(ImpulseLayoutError) -> ImpulseLayout {
    let fitting = ImpulseLayout.allCases.filter { layout in
      layout.impulseChannels(for: channels) == impulseChannels
    }
    // In the order of the cases: two channels of sound and four of response are true stereo.
    guard let layout = self == .auto ? fitting.first : fitting.first(where: { $0 == self }) else {
      throw ImpulseLayoutError(
        description: """
          \(impulseChannels) channels of impulse response do not fit \(channels) channels of sound \
          in layout \(rawValue): use \(Self.choices(for: channels))
          """)
    }
    return layout
  }

  /// Channels that a file of this layout has for so many channels of sound.
  private func impulseChannels(for channels: Int) -> Int? {
    switch self {
    case .auto: nil
    case .mono: 1
    case .diagonal: channels
    case .trueStereo: channels == 2 ? 4 : nil
    case .matrix: channels * channels
    }
  }

  private static func choices(for channels: Int) -> String {
    let choices = allCases.compactMap { layout in
      layout.impulseChannels(for: channels).map { "\($0) (\(layout.rawValue))" }
    }
    return choices.dropLast().joined(separator: ", ") + " or " + (choices.last ?? "")
  }

  /// The matrix for `channels` channels of sound, each both input and output.
  ///
  /// - Parameter impulses: `[impulse channel][tap]`, rounded to the engine's samples.
  public func matrix(
    impulses: [[Double]], channels: Int
  ) throws(ImpulseLayoutError) -> ImpulseMatrix {
    let layout = try resolved(impulseChannels: impulses.count, channels: channels)
    return ImpulseMatrix(
      inputCount: channels, outputCount: channels,
      paths: layout.paths(impulses: Self.samples(impulses), channels: channels))
  }

  /// One channel of sound through every channel of an impulse response: mono in, many out.
  public static func fanOut(impulses: [[Double]]) -> ImpulseMatrix {
    ImpulseMatrix(
      inputCount: 1, outputCount: impulses.count,
      paths: samples(impulses).enumerated().map {
        .init(input: 0, output: $0.offset, taps: $0.element)
      })
  }

  private static func samples(_ impulses: [[Double]]) -> [[Sample]] {
    impulses.map { taps in taps.map { Sample($0) } }
  }

  private func paths(impulses: [[Sample]], channels: Int) -> [ImpulseMatrix.Path] {
    switch self {
    case .auto, .mono:
      (0..<channels).map { .init(input: $0, output: $0, taps: impulses[0]) }
    case .diagonal:
      (0..<channels).map { .init(input: $0, output: $0, taps: impulses[$0]) }
    case .trueStereo, .matrix:
      impulses.enumerated().map { index, taps in
        .init(input: index / channels, output: index % channels, taps: taps)
      }
    }
  }
}
