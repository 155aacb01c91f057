// Values of what surrounds the sound; as in Node+Values.swift, each gives the value a key asks for or
// reports why there is none.

extension Node {
  /// An amount of memory.
  func memoryBytes(_ name: String, findings: inout Findings) -> Int? {
    guard let measure = measure(name, .memory, findings: &findings) else { return nil }
    let mebibytes = measure.unit == .gibibytes ? 1024 * measure.number : measure.number
    guard (16...65536).contains(mebibytes) else {
      reportRange(name, "from 16 MiB to 64 GiB", findings: &findings)
      return nil
    }
    return Int(mebibytes * 1_048_576)
  }

  /// An address that no other machine reaches.
  func loopbackAddress(_ name: String, findings: inout Findings) -> LoopbackAddress? {
    guard let text = text(name, findings: &findings) else { return nil }
    if let address = LoopbackAddress(text) { return address }
    findings.report(
      "\(name) is \(text.quoted); it must be a loopback address with a port from 1 to 65535",
      at: position, hint: "for example 127.0.0.1:9273, or \"[::1]:9273\" in quotes")
    return nil
  }
}

extension Quantity {
  /// Bare numbers are MiB.
  static let memory = Quantity(
    name: "an amount of memory", bareUnit: .mebibytes, units: [.mebibytes, .gibibytes],
    examples: ["512", "512 MiB", "1 GiB"])
}
