internal import ArgumentParser
internal import Batch
internal import Session
internal import SoundFiles

extension ChannelNumbers {
  /// - Throws: `ValidationError` with what is allowed.
  init(argument text: String) throws {
    guard let channels = ChannelNumbers(typed: text) else {
      throw ValidationError("channels are \(Self.allowed)")
    }
    self = channels
  }

  /// These channels of an impulse response.
  ///
  /// - Errors: for a channel that is not there, and when all of them are silent.
  func pick(from impulse: ImpulseResponse) throws(CommandFailure) -> ImpulseResponse {
    if let missing = numbers.first(where: { $0 > impulse.channelCount }) {
      throw CommandFailure(
        "\(impulse.source): has \(counted(impulse.channelCount, "channel")), and no channel "
          + "\(missing)", .usage)
    }
    let channels = numbers.map { impulse.channels[$0 - 1] }
    guard channels.contains(where: { $0.contains { Float($0) != 0 } }) else {
      let names = numbers.map { String($0) }.joined(separator: ",")
      throw CommandFailure(
        "\(impulse.source): holds only zeros in channel \(names) and would silence everything; "
          + "choose others", .badSound)
    }
    return ImpulseResponse(
      source: impulse.source, sampleRate: impulse.sampleRate, channels: channels,
      notes: impulse.notes)
  }
}
