internal import Control
internal import ControlServer
internal import JSON
internal import Journal
internal import Session
internal import Settings
internal import SignalProcessing

/// Does what clients ask for.
///
/// Thread: control; answers to changes come in a later step.
struct CommandDesk {
  private let operation: LiveOperation
  private let log: DaemonLog
  private let figures: LiveFigures

  init(_ operation: LiveOperation, _ log: DaemonLog, _ figures: LiveFigures) {
    self.operation = operation
    self.log = log
    self.figures = figures
  }

  func execute(_ asked: CommandInbox.Asked) {
    let command = asked.request.command
    let rise: Change.Rise = asked.request.rise == .any ? .any : .limited
    let told = log
    let answer: ControlServer.Answer = { result in
      if !command.isReadOnly { told.record(command, from: asked.client, result) }
      asked.answer(result)
    }
    switch command {
    case .reload: change(Change(.file, rise: rise), answer)
    case .swap(let swap):
      let edit = ConfigurationEdit(path: "\(swap.stage).ir", value: swap.file)
      change(Change(.edit(edit), rise: rise, fadeMilliseconds: swap.fadeMilliseconds), answer)
    case .set(let path, let value):
      change(Change(.edit(ConfigurationEdit(path: path, value: value)), rise: rise), answer)
    default: answer(result(of: command))
    }
  }

  private func result(of command: ControlCommand) -> Result<JSONValue, ControlFailure> {
    do throws(ControlFailure) {
      return .success(.object(try now(command)))
    } catch {
      return .failure(error)
    }
  }

  private func change(_ change: Change, _ answer: @escaping ControlServer.Answer) {
    operation.ask(change) { result in
      answer(result.map { .object($0.members) }.mapError { ControlFailure($0) })
    }
  }

  /// What can be done or told at once.
  private func now(_ command: ControlCommand) throws(ControlFailure) -> [JSONValue.Member] {
    switch command {
    case .status: StatusReport(operation, figures).members
    case .meters: figures.meters(operation)
    case .devices: StatusReport(operation, figures).devices
    case .metrics: [.init("text", .string(MetricsReport(operation, figures, log).text))]
    case .volume(let change): try volume(change)
    case .mute(let switching): mute(switching)
    case .bypass(let switching): try select(switching.applied(to: operation.path == .bypass), 1)
    case .ab(let side): try compare(side)
    case .get(let path): try value(at: path)
    case .log(let lines): [.init("lines", .array(log.lines(lines).map { .string($0) }))]
    case .subscribe, .unsubscribe: []
    case .reload, .swap, .set: preconditionFailure("Changes take their time.")
    }
  }

  private func volume(
    _ change: ControlCommand.VolumeChange?
  ) throws(ControlFailure) -> [JSONValue.Member] {
    let wanted =
      switch change {
      case nil: operation.levels.volumeDecibels
      case .to(let level): level
      case .by(let step): operation.levels.volumeDecibels + step
      }
    let range = ServiceLevels.range
    guard range.contains(wanted) else {
      throw ControlFailure(
        .invalidArgument,
        "The volume would be \(wanted.text(decimals: 1)) dB; it goes from "
          + "\(range.lowerBound.text(decimals: 0)) to \(range.upperBound.text(decimals: 0)) dB. "
          + "A gain stage amplifies.")
    }
    if change != nil { operation.setVolume(decibels: wanted) }
    return levels
  }

  private func mute(_ switching: ControlCommand.Switching) -> [JSONValue.Member] {
    operation.setMuted(switching.applied(to: operation.isSilent))
    return levels
  }

  private var levels: [JSONValue.Member] {
    [
      .init("volume", .rounded(operation.levels.volumeDecibels, decimals: 3)),
      .init("muted", .bool(operation.levels.isMuted)),
    ]
  }

  private func select(
    _ isBypassed: Bool, _ gain: Float
  ) throws(ControlFailure) -> [JSONValue.Member] {
    guard !isBypassed || operation.canBypass else {
      throw ControlFailure(
        .invalidArgument,
        "The chain has \(operation.configuration.capture.channels.count) channels in and "
          + "\(operation.configuration.playback.channels.count) out; only as many out as in can "
          + "be bypassed.")
    }
    operation.select(isBypassed ? .bypass : .chain, bypassGain: gain)
    return [
      .init("path", .string(operation.path.rawValue)),
      .init("bypass_gain", .rounded(Decibels(amplitude: gain).value, decimals: 2)),
    ]
  }

  private func compare(
    _ side: ControlCommand.Side
  ) throws(ControlFailure) -> [JSONValue.Member] {
    let isB =
      switch side {
      case .a: false
      case .b: true
      case .toggle: operation.path == .chain
      }
    let gain = operation.matchedBypassGain
    return [
      .init("side", isB ? "b" : "a"),
      .init("matched", .bool(gain != nil)),
    ] + (try select(isB, gain ?? 1))
  }

  private func value(at path: String) throws(ControlFailure) -> [JSONValue.Member] {
    guard let value = operation.document.value(at: path) else {
      throw ControlFailure(
        .notFound,
        "\"\(path)\" is not written in \(operation.document.path); paths are such as reverb.wet "
          + "or audio.period.")
    }
    return [.init("path", .string(path)), .init("value", .string(value))]
  }
}

extension ControlCommand.Switching {
  fileprivate func applied(to isOn: Bool) -> Bool {
    switch self {
    case .on: true
    case .off: false
    case .toggle: !isOn
    }
  }
}

extension ChangeReport {
  fileprivate var members: [JSONValue.Member] {
    [
      .init("generation", .integer(generation)),
      .init("effect", .string(Report.effect(effect))),
      .init("notes", .array(notes.map { .string($0) })),
    ]
  }
}

extension ControlFailure {
  fileprivate init(_ refusal: ChangeRefusal) {
    let code: Code =
      switch refusal.reason {
      case .unreadable, .timedOut: .noFile
      case .configuration, .louder: .badConfiguration
      case .soundFile: refusal.status == .noInput ? .noFile : .badSound
      case .busy: .busy
      case .stopping: .stopping
      }
    self.init(code, refusal.message)
  }
}

extension DaemonLog {
  /// Who changed what: the kernel knows.
  fileprivate func record(
    _ command: ControlCommand, from client: ClientIdentity,
    _ result: Result<JSONValue, ControlFailure>
  ) {
    let who = "user \(client.user), process \(client.process)"
    let request = ControlRequest(command).json.description
    switch result {
    case .success: record(.commandDone, "\(request) done for \(who)")
    case .failure(let failure):
      record(.commandRefused, "\(request) refused for \(who): \(failure.message)")
    }
  }
}
