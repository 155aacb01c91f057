internal import ArgumentParser

/// Where the result begins and ends.
struct SpanOptions: ParsableArguments {
  @Option(help: "full: let it ring out; cut: as long as the input.")
  var tail: TailChoice = .full

  enum TailChoice: String, ExpressibleByArgument, CaseIterable { case full, cut }
}
