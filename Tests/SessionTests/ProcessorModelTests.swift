import Convolution
import Testing

@testable import Session

@Suite struct ProcessorModelTests {
  private func model(_ text: String) -> String { CostRecord.Subject.processorModel(in: text) }

  @Test func `an x86 processor has a name and numbers, of the first core`() {
    let core = """
      processor\t: 0
      vendor_id\t: AuthenticAMD
      cpu family\t: 25
      model\t\t: 17
      model name\t: AMD EPYC
      stepping\t: 1
      cpu MHz\t\t: 2596.146
      """
    #expect(model(core + "\n\n" + core + "\n") == "AMD EPYC AuthenticAMD 25 17 1")
    #expect(model(core + "\n\nmodel name\t: Other\n") == model(core))
  }

  @Test func `an Arm processor has numbers only`() {
    let core = """
      processor\t: 0
      BogoMIPS\t: 108.00
      CPU implementer\t: 0x41
      CPU architecture: 8
      CPU variant\t: 0x0
      CPU part\t: 0xd08
      CPU revision\t: 3
      """
    #expect(model(core) == "0x41 0x0 0xd08 3")
  }

  @Test(arguments: ["", "\n", "no colon", "processor : 0"])
  func `a text without a model is unknown`(_ text: String) {
    #expect(model(text) == "unknown")
  }

  @Test func `a name cannot add lines to a record`() {
    let subject = CostRecord.Subject(processor: "A\nlevel v9\r\nB", level: .baseline, version: "1")
    #expect(subject.processor == "A level v9 B")
  }

  @Test func `this machine has a subject of its own`() {
    #expect(!CostRecord.Subject.current.processor.isEmpty)
    #expect(CostRecord.Subject.current == CostRecord.Subject.current)
  }
}
