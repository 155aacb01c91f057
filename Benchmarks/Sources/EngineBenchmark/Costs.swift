internal import ArgumentParser
internal import Convolution

/// `engine-benchmark costs`
struct Costs: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Measure the kernels, and print their prices in nanoseconds beside the built-in ones."
  )

  @Option(help: "Build of the kernels: v3 or baseline.", transform: Values.level)
  var level = ProcessorLevel.detected

  func run() {
    let measured = KernelCosts.measured(level: level) { Clock.wall }
    let typical = KernelCosts.typical
    let rows: [(String, [Double], [Double])] = [
      ("forward", measured.forward, typical.forward),
      ("inverse", measured.inverse, typical.inverse),
      ("products", measured.products, typical.products),
      ("tile", [measured.tileFactor], [typical.tileFactor]),
      ("direct", [measured.direct], [typical.direct]),
    ]
    for (name, found, builtIn) in rows {
      print(name, "measured", found, "built in", builtIn)
    }
  }
}
