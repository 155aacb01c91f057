import Testing

@testable import Convolution

/// A clock that a test sets going; nanoseconds.
private final class ScriptedClock {
  private var now = 0
  private var steps = 0
  private let step: (Int) -> Int

  /// - Parameter step: how far it goes on at its n-th reading.
  init(step: @escaping (Int) -> Int) { self.step = step }

  func read() -> Int {
    steps += 1
    now += step(steps)
    return now
  }
}

@Suite struct KernelCostsTests {
  private let typical = KernelCosts.typical

  private func isPlausible(_ costs: KernelCosts) -> Bool {
    let tables = [costs.forward, costs.inverse, costs.products]
    return tables.allSatisfy { $0.allSatisfy { $0 > 0 && $0 < 1e9 } && $0 == $0.sorted() }
      && (0.5...1).contains(costs.tileFactor) && costs.direct > 0 && costs.stage > 0
  }

  private func scaled(_ costs: KernelCosts, by factor: Double) -> KernelCosts {
    KernelCosts(
      forward: costs.forward.map { $0 * factor }, inverse: costs.inverse.map { $0 * factor },
      products: costs.products.map { $0 * factor }, newest: costs.newest * factor,
      tileFactor: costs.tileFactor,
      direct: costs.direct * factor, stage: costs.stage * factor)
  }

  @Test func `typical costs are in order and stay as they are`() {
    #expect(isPlausible(typical))
    let tempered = typical.tempered()
    let largest = zip(
      tempered.forward + tempered.inverse + tempered.products,
      typical.forward + typical.inverse + typical.products
    ).map { abs($0 / $1 - 1) }.max()
    #expect((largest ?? 1) < 1e-3)
  }

  @Test(arguments: [0.1, 0.5, 3, 20])
  func `a slower or faster machine gets the same plans`(_ factor: Double) {
    let taps = [Sample](repeating: 1, count: 100_000)
    let matrix = ImpulseMatrix(
      inputCount: 1, outputCount: 1, paths: [.init(input: 0, output: 0, taps: taps)])
    let costs = scaled(typical, by: factor).tempered()
    #expect(
      Planner(costs: costs).plan(matrix, blockFrames: 64)
        == Planner().plan(matrix, blockFrames: 64))
    #expect(abs(costs.stage / (typical.stage * factor) - 1) < 0.01)
  }

  @Test func `one outlier is pulled in and moves no other price`() {
    var costs = typical
    costs.forward[4] *= 1000
    costs.products[3] = 0
    let tempered = costs.tempered()
    #expect(isPlausible(tempered))
    #expect(tempered.forward[4] <= tempered.forward[5])
    #expect(tempered.forward[3] == typical.tempered().forward[3])
    #expect(tempered.products[3] >= typical.products[3] / 3.01)
  }

  @Test func `prices that are no numbers are replaced`() {
    var costs = typical
    costs.inverse[0] = .nan
    costs.products[1] = .infinity
    costs.tileFactor = .nan
    costs.direct = -.infinity
    #expect(isPlausible(costs.tempered()))
    #expect(costs.tempered().tileFactor == typical.tileFactor)
  }

  @Test(arguments: ProcessorLevel.available)
  func `whatever the clock does, the costs can be planned with`(_ level: ProcessorLevel) {
    let clocks: [(Int) -> Int] = [
      { _ in 0 },
      { _ in 1 },
      { _ in 1_000_000 },
      { $0 % 7 == 0 ? 5_000_000 : 40 },
      { $0 % 3 == 0 ? -100 : 5000 },
    ]
    for step in clocks {
      let clock = ScriptedClock(step: step)
      #expect(isPlausible(KernelCosts.measured(level: level, clock: clock.read)))
    }
  }

  @Test func `larger footprints and 1 x 1 tiles cost more`() {
    let costs = [1e3, 1e5, 1e7, 1e9].map { typical.product(footprintBytes: $0, tiled: false) }
    #expect(costs == typical.products)
    #expect(typical.product(footprintBytes: 1e5, tiled: true) < costs[1])
    #expect(typical.forward(64) == typical.forward[0])
    #expect(typical.inverse(65536) == typical.inverse[10])
  }
}
