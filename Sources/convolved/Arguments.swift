internal import Session

/// What was typed behind `convolved`.
///
/// Read by hand: the daemon has few options, and the argument parser would double its size.
struct Arguments {
  var configurationPath = ""
  /// Whether levels and load are shown while it runs.
  var meters = Meters.hidden
  /// Seconds after which it fades out by itself; `nil` runs until it is stopped.
  var seconds: Double?

  /// Where it listens; `nil` leaves it to the environment.
  var socket: Socket?
  /// The folder of what is kept between two runs; `nil` leaves it to the environment.
  var stateFolder: String?
  /// What a broken configuration leads to.
  var fallback = Fallback.none

  enum Meters { case hidden, shown }
  enum Socket: Equatable { case none, path(String) }
  enum Fallback { case none, lastGood }

  enum Failure: Error {
    case help
    case version
    /// One sentence.
    case misuse(String)
  }

  static let usage = """
    usage: convolved [options] CONFIG.yaml

      CONFIG.yaml           devices, rate, and the chain of stages
      --meters              show levels, load and xruns while it runs
      --for SECONDS         fade out and end after that time; without it, run until stopped
      --socket PATH|none    where it listens for "convolve ctl"; without it, the socket that systemd
                            passes, or NAME.sock in $RUNTIME_DIRECTORY or $XDG_RUNTIME_DIR/convolved
      --state DIRECTORY     where volume, mute and the last good configuration are kept; without it,
                            $STATE_DIRECTORY
      --fallback-last-good  where CONFIG.yaml is broken, start with what was accepted last

    SIGHUP loads CONFIG.yaml again. SIGINT or SIGTERM fades out, plays what is queued and exits 0; a
    second one exits at once. SIGUSR1 has an output heard again that was muted because of what the
    chain made.
    """

  init(_ words: [String]) throws(Failure) {
    var paths: [String] = []
    var words = words[...]
    while let word = words.popFirst() {
      switch word {
      case "--help", "-h": throw .help
      case "--version": throw .version
      case "--meters": meters = .shown
      case "--for": seconds = try Self.seconds(words.popFirst())
      case "--socket":
        let place = try Self.text(words.popFirst(), of: word, wanted: "a path or \"none\"")
        socket = place == "none" ? Socket.none : .path(place)
      case "--state": stateFolder = try Self.text(words.popFirst(), of: word, wanted: "a folder")
      case "--fallback-last-good": fallback = .lastGood
      default:
        if word.hasPrefix("-") { throw .misuse("unknown option \"\(word)\"") }
        paths.append(word)
      }
    }
    guard let path = paths.first, paths.count == 1 else {
      throw .misuse("one configuration file is wanted, found \(paths.count)")
    }
    configurationPath = path
  }

  private static func seconds(_ word: String?) throws(Failure) -> Double {
    guard let word, let value = Double(word), value > 0, value < 1e9 else {
      throw .misuse("--for wants seconds above 0, found \(word.map { "\"\($0)\"" } ?? "nothing")")
    }
    return value
  }

  private static func text(
    _ word: String?, of option: String, wanted: String
  ) throws(Failure) -> String {
    guard let word, !word.isEmpty else { throw .misuse("\(option) wants \(wanted), found nothing") }
    return word
  }
}

extension Arguments {
  /// What the configuration is called: its file's name without the ending.
  var instance: String {
    let file = configurationPath.split(separator: "/").last ?? "convolved"
    return file.hasSuffix(".yaml") ? String(file.dropLast(5)) : String(file)
  }
}
