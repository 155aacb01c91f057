internal import ArgumentParser
internal import Session
internal import SoundFiles

/// What channels of several files are together.
enum Assembly {
  /// A channel each.
  case channels
  /// Left to left, left to right, right to left, right to right.
  case trueStereo
  /// First input to every output, then the second.
  case matrix(inputs: Int, outputs: Int)

  /// - Throws: `ValidationError` with what is allowed.
  init(typed text: String) throws {
    switch text {
    case "channels": self = .channels
    case "true-stereo": self = .trueStereo
    default:
      let counts = text.dropFirst("matrix:".count).split(
        separator: "x", omittingEmptySubsequences: false
      ).map { Int($0) }
      guard text.hasPrefix("matrix:"), counts.count == 2, let inputs = counts[0],
        let outputs = counts[1],
        (1...256).contains(inputs), (1...256).contains(outputs), inputs * outputs <= 256
      else {
        throw ValidationError(
          "it is channels, true-stereo or matrix: with inputs and outputs, as matrix:2x4, up to 256 "
            + "together")
      }
      self = .matrix(inputs: inputs, outputs: outputs)
    }
  }

  /// Channels that it takes; `nil` for any number.
  private var channelCount: Int? {
    switch self {
    case .channels: nil
    case .trueStereo: 4
    case .matrix(let inputs, let outputs): inputs * outputs
    }
  }

  /// In a sentence.
  private var name: String {
    switch self {
    case .channels: "channels"
    case .trueStereo: "true stereo"
    case .matrix(let inputs, let outputs): "a matrix of \(inputs) to \(outputs)"
    }
  }

  /// The name of a channel.
  private func role(of channel: Int) -> String {
    switch self {
    case .channels: "channel \(channel + 1)"
    case .trueStereo: ["left to left", "left to right", "right to left", "right to right"][channel]
    case .matrix(_, let outputs): "\(channel / outputs + 1) to \(channel % outputs + 1)"
    }
  }

  /// Lays the channels of files side by side, in their order; shorter ones end in silence.
  ///
  /// - Returns: what they are together, and what there is to say about it.
  func join(
    _ parts: [ImpulseResponse]
  ) throws(CommandFailure) -> (impulse: ImpulseResponse, account: [String]) {
    let first = parts[0]
    if let other = parts.first(where: { $0.sampleRate != first.sampleRate }) {
      throw CommandFailure(
        "\(other.source) has \(other.sampleRate) Hz and \(first.source) \(first.sampleRate) Hz; "
          + "convert one of them with --resample first", .badSound)
    }
    let channels = parts.flatMap(\.channels)
    try demand(channels.count)
    let frames = channels.map(\.count).max() ?? 0
    var account: [String] = []
    for part in parts where part.frameCount < frames {
      account.append(
        "\(part.source): \(counted(frames - part.frameCount, "frame")) of silence behind it, to be "
          + "as long as the longest")
    }
    if parts.count > 1 {
      let names = parts.flatMap { part in part.channels.indices.map { _ in part.source } }
      let roles = names.enumerated().map { "\(role(of: $0.offset)) is \($0.element)" }
      account.insert("joined as \(name): \(roles.joined(separator: ", "))", at: 0)
    }
    let padded = channels.map { $0 + [Double](repeating: 0, count: frames - $0.count) }
    return (
      ImpulseResponse(
        source: parts.map(\.source).joined(separator: ", "), sampleRate: first.sampleRate,
        channels: padded, notes: parts.flatMap(\.notes)), account
    )
  }

  private func demand(_ count: Int) throws(CommandFailure) {
    guard count <= 256 else {
      throw CommandFailure("\(count) channels together; a file may have 256", .usage)
    }
    guard let wanted = channelCount, wanted != count else { return }
    let order = (0..<min(wanted, 6)).map(role(of:)).joined(separator: ", ")
    throw CommandFailure(
      "--join takes \(wanted) channels (\(order)\(wanted > 6 ? ", …" : "")); the inputs have "
        + "\(count)", .usage)
  }
}
