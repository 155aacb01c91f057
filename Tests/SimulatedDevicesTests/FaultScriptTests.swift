import SimulatedDevices
import Testing

struct FaultScriptTests {
  private func script(_ seed: UInt64) -> [ScriptedChange] {
    FaultScript.draw(
      seed: seed, from: 1_000_000_000, to: 600_000_000_000, meanInterval: 5_000_000_000)
  }

  @Test func `A script ends with all cured, in its time`() {
    for seed in 1...200 {
      let script = script(UInt64(seed))
      #expect(script.last?.change == .heal)
      #expect(script.dropLast().allSatisfy { (1_000_000_000..<600_000_000_000).contains($0.time) })
    }
  }

  @Test func `Seeds turn on different faults, and together all of them`() {
    var names = Set<String>()
    var subsets = Set<Set<String>>()
    for seed in 1...300 {
      let kinds = Set(
        script(UInt64(seed)).map { String("\($0.change)".prefix { $0 != "(" }) })
      names.formUnion(kinds)
      subsets.insert(kinds)
    }
    // 20 faults and the cure.
    #expect(names.count == 21)
    #expect(subsets.count > 250)
  }

  @Test func `The cause of a failure is found among hundreds`() {
    let script = script(3)
    #expect(script.count > 50)
    let guilty: Set = [script[7].number, script[script.count - 3].number]
    var tries = 0
    let least = FaultScript.minimised(script) { candidate in
      tries += 1
      return guilty.isSubset(of: Set(candidate.map(\.number)))
    }
    #expect(Set(least.map(\.number)) == guilty.union([script.last!.number]))
    #expect(tries < 200)
  }
}
