import Drawing
import Testing

@Suite struct AxisTests {
  @Test(arguments: [
    (0.0...2.7, ["0.0", "0.5", "1.0", "1.5", "2.0", "2.5"]),
    (0...0.00031, ["0.00000", "0.00005", "0.00010", "0.00015", "0.00020", "0.00025", "0.00030"]),
    (-0.33...0.33, ["−0.3", "−0.2", "−0.1", "0.0", "0.1", "0.2", "0.3"]),
    (0...100, ["0", "20", "40", "60", "80", "100"]),
    (0...150, ["0", "25", "50", "75", "100", "125", "150"]),
  ])
  func `ticks stand at round numbers`(range: ClosedRange<Double>, texts: [String]) {
    #expect(Axis.linear(range, label: "s").ticks.map(\.text) == texts)
  }

  @Test func `steps that are given are kept to`() {
    let axis = Axis.linear(-80...0, label: "dB", about: 6, steps: [5, 10, 20])
    #expect(axis.ticks.map(\.value) == [-80, -70, -60, -50, -40, -30, -20, -10, 0])
    let turn = Axis.linear(-180...180, label: "degrees", about: 4, steps: [90])
    #expect(turn.ticks.map(\.text) == ["−180", "−90", "0", "90", "180"])
  }

  @Test func `decades have their 1, 2 and 5`() {
    let axis = Axis.logarithmic(20...20000, label: "Hz")
    #expect(
      axis.ticks.map(\.text).filter { !$0.isEmpty }
        == ["20", "50", "100", "200", "500", "1k", "2k", "5k", "10k", "20k"])
    #expect(axis.ticks.count == 28)
    #expect(axis.position(of: 20) == 0 && axis.position(of: 20000) == 1)
    #expect(abs(axis.position(of: 632.4555320336759) - 0.5) < 1e-12)
    #expect(abs(axis.value(at: 0.5) - 632.4555320336759) < 1e-9)
  }

  @Test(arguments: 1...400)
  func `a range of any size has three to fifteen ticks within it`(seed: Int) {
    let low = Double((seed * 7919) % 1000) - 500
    let size = [1e-4, 0.013, 0.7, 1, 3.3, 49, 1e3, 2.2e5][seed % 8] * (1 + Double(seed % 13))
    let axis = Axis.linear(low...low + size, label: "")
    #expect((3...15).contains(axis.ticks.count))
    let spare = size * 1e-5
    #expect(axis.ticks.allSatisfy { $0.value >= low - spare && $0.value <= low + size + spare })
  }
}
