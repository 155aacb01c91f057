import Convolution
import Engine
import Testing

/// Which chains leave every sample as it is.
@Suite struct TransparencyTests {
  private func chain(_ stages: Chain.Stage...) -> Chain { Chain(inputCount: 2, stages: stages) }

  private func convolution(_ left: [Float], _ right: [Float]) -> Chain.Stage {
    .convolve(
      ConvolveStage(
        inputs: [0, 1], outputs: [0, 1],
        matrix: ImpulseMatrix(
          inputCount: 2, outputCount: 2,
          paths: [
            .init(input: 0, output: 0, taps: left), .init(input: 1, output: 1, taps: right),
          ])))
  }

  @Test func `nothing, unity gains, unit impulses and exchanged channels are transparent`() {
    #expect(chain().isTransparent)
    #expect(chain(.gain([1, 1])).isTransparent)
    #expect(chain(convolution([1, 0, 0], [0, 0, 1])).isTransparent)
    let swap = RouteStage(outputs: [[.init(input: 1, gain: 1)], [.init(input: 0, gain: 1)]])
    #expect(chain(.route(swap), .gain([1, 1])).isTransparent)
  }

  @Test func `gains, two taps, sums and silent outputs are not`() {
    #expect(!chain(.gain([1, 0.5])).isTransparent)
    #expect(!chain(convolution([1, 0, 1e-9], [1])).isTransparent)
    #expect(!chain(convolution([0.999], [1])).isTransparent)
    #expect(!chain(convolution([0], [1])).isTransparent)
    let sum = RouteStage(outputs: [[.init(input: 0, gain: 1), .init(input: 1, gain: 1)]])
    #expect(!chain(.route(sum)).isTransparent)
    #expect(!chain(.route(RouteStage(outputs: [[.init(input: 0, gain: -1)]]))).isTransparent)
  }
}
