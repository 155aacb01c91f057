public import Convolution

/// Kernel costs as a cache file holds them: readable text, one line per kind of price.
///
/// The header says what the prices were measured on. Prices of another processor, kernel build or
/// program are not these prices, so that a file with any other header is no record at all.
public struct CostRecord: Equatable, Sendable {
  /// What the prices were measured on.
  public struct Subject: Equatable, Sendable {
    /// The processor's model as the system names it.
    public var processor: String
    public var level: ProcessorLevel
    /// The program's.
    public var version: String

    public init(processor: String, level: ProcessorLevel, version: String) {
      // The header keeps one line for it.
      self.processor = processor.split(whereSeparator: \.isNewline).joined(separator: " ")
      self.level = level
      self.version = version
    }
  }

  public var subject: Subject
  public var costs: KernelCosts

  public init(subject: Subject, costs: KernelCosts) {
    self.subject = subject
    self.costs = costs
  }

  /// Reads a record of `subject` back.
  ///
  /// - Returns: `nil` for one of another subject, or that is damaged in any way.
  public init?(text: String, subject: Subject) {
    let header = Self.header(subject)
    guard text.hasPrefix(header) else { return nil }
    var lines = text.dropFirst(header.count).split(separator: "\n")[...]
    func prices(_ name: String, _ count: Int) -> [Double]? {
      guard let words = lines.popFirst()?.split(separator: " "), words.first == name[...]
      else { return nil }
      let prices = words.dropFirst().compactMap { Double($0) }
      let isWhole = words.count == count + 1 && prices.count == count
      return isWhole && prices.allSatisfy { $0 > 0 && $0 < 1e9 } ? prices : nil
    }
    let sizes = KernelCosts.transformSizes.count
    guard let forward = prices("forward", sizes), let inverse = prices("inverse", sizes),
      let products = prices("products", KernelCosts.footprintLimits.count + 1),
      let newest = prices("newest", 1), let tile = prices("tile", 1),
      let direct = prices("direct", 1), let stage = prices("stage", 1), lines.isEmpty
    else { return nil }
    self.init(
      subject: subject,
      costs: KernelCosts(
        forward: forward, inverse: inverse, products: products, newest: newest[0],
        tileFactor: tile[0], direct: direct[0], stage: stage[0]))
  }

  /// What the file holds.
  public var text: String {
    let rows: [(String, [Double])] = [
      ("forward", costs.forward), ("inverse", costs.inverse), ("products", costs.products),
      ("newest", [costs.newest]), ("tile", [costs.tileFactor]), ("direct", [costs.direct]),
      ("stage", [costs.stage]),
    ]
    return rows.reduce(into: Self.header(subject)) { text, row in
      text += "\(row.0) \(row.1.map { "\($0)" }.joined(separator: " "))\n"
    }
  }

  private static func header(_ subject: Subject) -> String {
    """
    convolved kernel costs 2, nanoseconds
    processor \(subject.processor)
    level \(subject.level.rawValue)
    version \(subject.version)

    """
  }
}
