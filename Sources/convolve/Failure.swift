internal import ArgumentParser
internal import Session
internal import SoundFiles

/// Why a command, or one file of many, could not be done.
struct CommandFailure: Error, CustomStringConvertible, Sendable {
  /// One sentence: the thing, what was found, what is allowed, what to do next.
  let description: String
  /// What the program ends with because of it.
  let status: ExitStatus

  init(_ description: String, _ status: ExitStatus) {
    self.description = description
    self.status = status
  }

  init(_ error: SoundFileError) {
    // Here it has a name how a file is allowed to be replaced.
    let sentence =
      error.kind == .exists
      ? "\(error.path): exists already; choose another name or replace it with --force"
      : error.description
    self.init(sentence, ExitStatus(error))
  }
}

/// Runs what may fail on a file.
func known<Value>(
  _ body: () throws(SoundFileError) -> Value
) throws(CommandFailure) -> Value {
  do throws(SoundFileError) { return try body() } catch { throw CommandFailure(error) }
}

/// Says why a command ends, and gives what it ends with.
func failure(_ sentence: String, _ status: ExitStatus) -> ExitCode {
  Console.say(sentence)
  return ExitCode(status.rawValue)
}

/// Runs what may fail; says why it failed before giving what the program ends with.
func unwrap<Value>(_ body: () throws(CommandFailure) -> Value) throws(ExitCode) -> Value {
  do throws(CommandFailure) { return try body() } catch {
    throw failure(error.description, error.status)
  }
}

/// Runs what may fail on a file; says why it failed before giving what the program ends with.
func unwrap<Value>(_ body: () throws(SoundFileError) -> Value) throws(ExitCode) -> Value {
  try unwrap { () throws(CommandFailure) in try known(body) }
}
