internal import Glibc
internal import Session
internal import Settings

/// What the daemon begins with: a configuration, and what it remembers.
struct Beginning {
  let blueprint: Blueprint
  let levels: ServiceLevels
  let verdict: StartVerdict
  let standing: Standing

  /// - Throws: the exit status, after the reason was said.
  init(_ arguments: Arguments, _ memory: ServiceMemory?) throws(ExitStatus) {
    (blueprint, standing) = try Self.blueprint(arguments, memory)
    levels =
      memory?.levels()
      ?? ServiceLevels(
        volumeDecibels: blueprint.configuration.playback.volumeDecibels, isMuted: false)
    verdict = memory?.noteStart(of: blueprint.document, now: time(nil)) ?? .normal
    if verdict == .safe { Console.say(Report.heldBack) }
  }

  private static func blueprint(
    _ arguments: Arguments, _ memory: ServiceMemory?
  ) throws(ExitStatus) -> (Blueprint, Standing) {
    let refusal: ChangeRefusal
    do throws(ChangeRefusal) {
      return (try Blueprint(path: arguments.configurationPath), .asConfigured)
    } catch {
      refusal = error
    }
    say(refusal)
    guard arguments.fallback == .lastGood else { throw refusal.status }
    guard let saved = memory?.lastGood() else {
      Console.say("no configuration was accepted before that could be fallen back to")
      throw refusal.status
    }
    do throws(ChangeRefusal) {
      let blueprint = try Blueprint(saved)
      Console.say("going on with the configuration of \(saved.path) that was accepted last")
      return (blueprint, .lastGood)
    } catch {
      say(error)
      throw error.status
    }
  }

  /// Mistakes with a place of their own are shown as a compiler does.
  private static func say(_ refusal: ChangeRefusal) {
    if refusal.reason == .configuration || refusal.reason == .unreadable {
      Console().write(refusal.message + "\n")
    } else {
      Console.say(refusal.message)
    }
  }
}

/// Whether what runs is what the configuration file says.
enum Standing: String {
  case asConfigured = "as configured"
  case lastGood = "last good configuration, because the file is broken"
}
