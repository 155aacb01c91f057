internal import ArgumentParser
internal import SoundFiles

/// How the result is stored.
struct StorageOptions: ParsableArguments {
  @Option(help: "How samples are stored; as in the input if not given.")
  var encoding: SoundEncoding.Sample?
  @Flag(help: "Replace the output if it exists.") var force = false
}
