internal import Glibc
internal import Journal
internal import Session
internal import Settings

/// What the daemon begins with: a configuration, and what it remembers.
struct Beginning {
  let blueprint: Blueprint
  let levels: ServiceLevels
  let verdict: StartVerdict
  let standing: Standing

  /// - Throws: the exit status, after the reason was said.
  init(
    _ arguments: Arguments, _ memory: ServiceMemory?, _ log: DaemonLog
  ) throws(ExitStatus) {
    (blueprint, standing) = try Self.blueprint(arguments, memory, log)
    levels =
      memory?.levels()
      ?? ServiceLevels(
        volumeDecibels: blueprint.configuration.playback.volumeDecibels, isMuted: false)
    verdict = memory?.noteStart(of: blueprint.document, now: time(nil)) ?? .normal
    if verdict == .safe { log.record(.heldBack, Report.heldBack) }
  }

  private static func blueprint(
    _ arguments: Arguments, _ memory: ServiceMemory?, _ log: DaemonLog
  ) throws(ExitStatus) -> (Blueprint, Standing) {
    let refusal: ChangeRefusal
    let loader = BlueprintLoader()
    do throws(ChangeRefusal) {
      return (try loader.load(path: arguments.configurationPath), .asConfigured)
    } catch {
      refusal = error
    }
    log.record(refusal)
    guard arguments.fallback == .lastGood else { throw refusal.status }
    guard let saved = memory?.lastGood() else {
      log.record(
        .configurationRefused, "no configuration was accepted before that could be fallen back to")
      throw refusal.status
    }
    do throws(ChangeRefusal) {
      let blueprint = try loader.load(saved)
      log.record(
        .lastGoodUsed, "going on with the configuration of \(saved.path) that was accepted last")
      return (blueprint, .lastGood)
    } catch {
      log.record(error)
      throw error.status
    }
  }
}

extension DaemonLog {
  /// Why there is no start.
  fileprivate func record(_ refusal: ChangeRefusal) {
    let isOfText = refusal.status == .configuration || refusal.reason == .unreadable
    record(isOfText ? .configurationRefused : .soundFileRefused, refusal.message)
  }
}

/// Whether what runs is what the configuration file says.
enum Standing: String {
  case asConfigured = "as configured"
  case lastGood = "last good configuration, because the file is broken"
}
