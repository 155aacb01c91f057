extension Double {
  /// The number with so many decimals, rounded; never "-0.0".
  ///
  /// Written here because Foundation's formatting would make the programs four times as large.
  ///
  /// - Precondition: `decimals` between 0 and 9.
  public func text(decimals: Int) -> String {
    precondition((0...9).contains(decimals))
    guard isFinite, magnitude < 1e9 else { return "\(self)" }
    var scale = 1
    for _ in 0..<decimals { scale *= 10 }
    let scaled = Int((magnitude * Double(scale)).rounded())
    let sign = self < 0 && scaled > 0 ? "-" : ""
    guard decimals > 0 else { return "\(sign)\(scaled)" }
    let fraction = String(scaled % scale)
    let zeros = String(repeating: "0", count: decimals - fraction.count)
    return "\(sign)\(scaled / scale).\(zeros)\(fraction)"
  }
}
