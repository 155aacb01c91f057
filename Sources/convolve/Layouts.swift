public import ArgumentParser
internal import Convolution
public import Engine
internal import Session
internal import SoundFiles

extension ImpulseLayout: ExpressibleByArgument {}

extension ImpulseLayout {
  /// An impulse response laid over so many channels of sound; a single one goes through each
  /// channel of the response to an output of its own.
  ///
  /// - Throws: after saying why, when it does not fit.
  func matrix(_ impulse: ImpulseResponse, channels: Int) throws(ExitCode) -> ImpulseMatrix {
    if channels == 1 && impulse.channelCount > 1 && self == .auto {
      return ImpulseLayout.fanOut(impulses: impulse.channels)
    }
    do throws(ImpulseLayoutError) {
      return try matrix(impulses: impulse.channels, channels: channels)
    } catch {
      throw failure("\(impulse.source): \(error)", .badSound)
    }
  }

  /// The channels of sound that an impulse response of this layout is most likely meant for.
  func likelyChannels(impulseChannels: Int) -> Int {
    switch self {
    case .auto: impulseChannels == 4 ? 2 : impulseChannels
    case .mono: 1
    case .diagonal: impulseChannels
    case .trueStereo: 2
    case .matrix: (1...impulseChannels).last { $0 * $0 <= impulseChannels } ?? 1
    }
  }
}
