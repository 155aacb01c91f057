internal import ArgumentParser
internal import Session

@main
struct Convolve: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "convolve",
    abstract: "Convolution of sound files: exact level, whole tail.",
    version: ProgramVersion.current,
    subcommands: [
      Render.self, Inspect.self, SpectrogramCommand.self, Plan.self, Check.self, Synth.self,
      Convert.self, Kernel.self, Ctl.self,
    ])
}
