internal import ArgumentParser
internal import Session
internal import SoundFiles

/// Says why a command ends, and gives what it ends with.
func failure(_ sentence: String, _ status: ExitStatus) -> ExitCode {
  Console.say(sentence)
  return ExitCode(status.rawValue)
}

func failure(_ error: SoundFileError) -> ExitCode {
  // Here it has a name how a file is allowed to be replaced.
  let sentence =
    error.kind == .exists
    ? "\(error.path): exists already; choose another name or replace it with --force"
    : error.description
  return failure(sentence, ExitStatus(error))
}

/// Runs what may fail on a file; says why it failed before giving what the program ends with.
func unwrap<Value>(_ body: () throws(SoundFileError) -> Value) throws(ExitCode) -> Value {
  do throws(SoundFileError) { return try body() } catch { throw failure(error) }
}
