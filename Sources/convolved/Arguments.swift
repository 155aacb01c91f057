internal import Session

/// What was typed behind `convolved`.
///
/// Read by hand: the daemon has three options, and the argument parser would double its size.
struct Arguments {
  var configurationPath = ""
  /// Whether levels and load are shown while it runs.
  var meters = Meters.hidden
  /// Seconds after which it fades out by itself; `nil` runs until it is stopped.
  var seconds: Double?

  enum Meters { case hidden, shown }

  enum Failure: Error {
    case help
    case version
    /// One sentence.
    case misuse(String)
  }

  static let usage = """
    usage: convolved [--meters] [--for SECONDS] CONFIG.yaml

      CONFIG.yaml      devices, rate, and the chain of stages
      --meters         show levels, load and xruns while it runs
      --for SECONDS    fade out and end after that time; without it, run until stopped

    SIGINT or SIGTERM fades out, plays what is queued and exits 0; a second one exits at once.
    SIGUSR1 has an output heard again that was muted because of what the chain made.
    """

  init(_ words: [String]) throws(Failure) {
    var paths: [String] = []
    var index = 0
    while index < words.count {
      let word = words[index]
      index += 1
      switch word {
      case "--help", "-h": throw .help
      case "--version": throw .version
      case "--meters": meters = .shown
      case "--for":
        guard index < words.count, let value = Double(words[index]), value > 0, value < 1e9 else {
          let found = index < words.count ? "\"\(words[index])\"" : "nothing"
          throw .misuse("--for wants seconds above 0, found \(found)")
        }
        seconds = value
        index += 1
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
}
