internal import ArgumentParser
internal import Engine
internal import Session
internal import SoundFiles

/// Says why a command ends, and gives what it ends with.
func failure(_ sentence: String, _ status: ExitStatus) -> ExitCode {
  Console.say(sentence)
  return ExitCode(status.rawValue)
}

func failure(_ error: SoundFileError) -> ExitCode {
  failure(error.description, ExitStatus(error))
}
