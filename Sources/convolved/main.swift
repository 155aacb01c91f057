// The start-up order: signals first, so that no thread is born with them open; then libasound's
// locks off, before its first call; then what was typed; then what it takes; then the sound.
internal import Glibc
internal import Journal
internal import Logging
internal import Realtime
internal import Session

let signals: Signals
do throws(RealtimeError) {
  signals = try Signals()
} catch {
  Console.say(error.description)
  exit(ExitStatus.internal.rawValue)
}
// Each device is used by one thread at a time; libasound's own mutexes would only add a lock to
// every transfer. A user's setting wins.
unsafe setenv("LIBASOUND_THREAD_SAFE", "0", 0)

do throws(Arguments.Failure) {
  let arguments = try Arguments(Array(CommandLine.arguments.dropFirst()))
  do throws(ExitStatus) {
    if let shortage = Descriptors.shortage() {
      Console.say(shortage)
      throw .internal
    }
    let destination = LogDestination.current
    LoggingSystem.bootstrap(destination.handler("convolved"))
    try Daemon(arguments: arguments, log: DaemonLog(destination)).run(signals)
  } catch {
    exit(error.rawValue)
  }
} catch .help {
  print(Arguments.usage)
} catch .version {
  print("convolved \(ProgramVersion.current)")
} catch .misuse(let sentence) {
  Console.say(sentence)
  Console().write(Arguments.usage + "\n")
  exit(ExitStatus.usage.rawValue)
}
