internal import AudioDevices
internal import Control
internal import JSON
internal import Realtime
internal import Session
internal import Settings
internal import SignalProcessing

/// What the daemon is and does, as the command `status` tells it.
struct StatusReport {
  private let operation: LiveOperation
  private let figures: LiveFigures

  init(_ operation: LiveOperation, _ figures: LiveFigures) {
    self.operation = operation
    self.figures = figures
  }

  var members: [JSONValue.Member] {
    let sound = figures.meters(operation).filter { !["inputs", "outputs"].contains($0.key) }
    return state + running + devices + sound
      + [.init("counts", counts), .init("changes", changes)]
  }

  /// What changes by being asked to, as the topic `state` tells it.
  var state: [JSONValue.Member] {
    [
      .init("phase", .string(operation.service.phase.word)),
      .init("generation", .integer(operation.generation)),
      .init("volume", .rounded(operation.levels.volumeDecibels, decimals: 3)),
      .init("muted", .bool(operation.levels.isMuted)),
      .init("muted_for_safety", .bool(operation.service.isMuted)),
      .init("input_stands_in", .bool(operation.service.standsIn)),
      .init("held_back", .bool(operation.isHeldBack)),
      .init("path", .string(operation.path.rawValue)),
    ]
  }

  private var running: [JSONValue.Member] {
    let audio = operation.configuration.audio
    return [
      .init("version", .string(ProgramVersion.current)),
      .init("configuration", .string(operation.document.path)),
      .init("edits", .array(operation.document.edits.map(\.json))),
      .init("uptime", .rounded(figures.uptime(now: MonotonicClock.nanoseconds), decimals: 1)),
      .init("rate", .integer(audio.sampleRate)),
      .init("period", .integer(audio.periodFrames)),
      .init("realtime", operation.service.isRealtime.map { .bool($0) } ?? .null),
      .init("late_helper_blocks", .integer(operation.lateHelperBlocks)),
    ]
  }

  /// Both devices, each with what it was granted or why it is not open.
  var devices: [JSONValue.Member] {
    [
      .init(
        "capture",
        device(operation.configuration.capture.device, operation.service.state(of: .capture))),
      .init(
        "playback",
        device(operation.configuration.playback.device, operation.service.state(of: .playback))),
    ]
  }

  private func device(_ name: String, _ state: DeviceState) -> JSONValue {
    var members: [JSONValue.Member] = [.init("device", .string(name))]
    if let format = state.format {
      members += [
        .init("state", "open"), .init("rate", .integer(format.sampleRate)),
        .init("channels", .integer(format.channelCount)),
        .init("format", .string(format.sampleFormat.rawValue)),
        .init("period", .integer(format.periodFrames)),
        .init("buffer", .integer(format.bufferFrames)),
      ]
    } else {
      members += [
        .init("state", "waiting"),
        .init("reason", state.error.map { .string($0.description) } ?? .null),
      ]
    }
    return .object(members)
  }

  private var counts: JSONValue {
    let counts = operation.service.counts
    return .object(
      LiveCount.allCases.map { .init($0.word, .integer(counts[$0])) })
  }

  private var changes: JSONValue {
    let changes = operation.changeCounts
    return [
      "filters": .integer(changes.filters), "engines": .integer(changes.engines),
      "restarts": .integer(changes.restarts), "refused": .integer(changes.refused),
    ]
  }
}

extension ConfigurationEdit {
  fileprivate var json: JSONValue { ["path": .string(path), "value": .string(value)] }
}

extension ServicePhase {
  /// For programs.
  var word: String {
    switch self {
    case .waiting: "waiting"
    case .playing: "playing"
    case .changing: "changing"
    case .fading, .closing, .ended: "stopping"
    }
  }
}

extension LiveCount {
  /// For programs: `lost_frames`.
  var word: String {
    var word = ""
    for character in "\(self)" {
      if character.isUppercase { word += "_" }
      word += character.lowercased()
    }
    return word
  }
}
