internal import ArgumentParser

@main
struct EngineBenchmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "engine-benchmark",
    abstract: "What the convolution engine alone costs: no devices, no files.",
    subcommands: [Measure.self, Offline.self, Plans.self, Costs.self, Callgrind.self],
    defaultSubcommand: Measure.self)
}
