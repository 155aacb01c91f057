internal import ArgumentParser

@main
struct Convolve: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "convolve",
    abstract: "Convolution of sound files: exact level, whole tail.",
    version: "0.1.0",
    subcommands: [Render.self, Inspect.self, Synth.self])
}
