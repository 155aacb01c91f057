/// Draws panels in a terminal, eight dots a character.
public struct BraillePlot: Sendable {
  /// Whether series have colours.
  public enum Ink: Sendable {
    /// Nothing but letters; several series are drawn one below the other.
    case plain
    /// With the terminal's colours.
    case colored
  }

  /// Letters in a line, axes included.
  public let columns: Int
  /// Lines between the axes.
  public let rows: Int
  /// Whether series have colours.
  public let ink: Ink

  /// Letters in front of the panel, for the numbers of its axis.
  private static let margin = 8

  /// - Parameter columns: at least 24 are used.
  public init(columns: Int, rows: Int = 10, ink: Ink) {
    self.columns = max(columns, 24)
    self.rows = max(rows, 2)
    self.ink = ink
  }

  /// One panel, each line ended by a line feed.
  ///
  /// - Parameter legend: the names of the series.
  public func text(_ panel: Panel, legend: [String] = []) -> String {
    let series = Set(panel.marks.compactMap(\.series)).sorted()
    guard ink == .plain, series.count > 1 else {
      let names = series.count > 1 && legend.count > 1 ? legendLine(series, legend) : ""
      return names + drawn(panel, title: panel.title)
    }
    return series.map { one in
      var single = panel
      single.marks.removeAll { ($0.series ?? one) != one }
      let name = legend.indices.contains(one) ? "\(panel.title), \(legend[one])" : panel.title
      return drawn(single, title: name)
    }.joined(separator: "\n")
  }

  private func legendLine(_ series: [Int], _ legend: [String]) -> String {
    let entries = series.filter { legend.indices.contains($0) }.map {
      "\(colored("⣿⣿", $0)) \(legend[$0])"
    }
    return String(repeating: " ", count: Self.margin) + entries.joined(separator: "  ") + "\n"
  }

  private func drawn(_ panel: Panel, title: String) -> String {
    var canvas = DotCanvas(columns: columns - Self.margin - 1, rows: rows)
    for mark in panel.marks {
      switch mark {
      case .raster(let raster): canvas.shade(raster)
      case .line(let points, let series, _), .area(let points, let series):
        canvas.draw(points.map { place($0, panel, canvas) }, series: series)
      }
    }
    let axes = "\(title) (\(panel.vertical.label); \(panel.horizontal.label))"
    let head = panel.caption.isEmpty ? axes : "\(axes)   \(panel.caption)"
    var lines = [
      String(repeating: " ", count: Self.margin) + String(head.prefix(columns - Self.margin))
    ]
    let numbers = verticalNumbers(panel.vertical)
    for row in 0..<rows {
      let line = canvas.line(row) { character, series in
        series.map { colored(String(character), $0) } ?? String(character)
      }
      lines.append(padded(numbers[row] ?? "") + (numbers[row] == nil ? "│" : "┤") + line)
    }
    lines += horizontalNumbers(panel.horizontal, columns: canvas.columns)
    return lines.joined(separator: "\n") + "\n"
  }

  /// In dots, from the left and from the top.
  private func place(_ point: Point, _ panel: Panel, _ canvas: DotCanvas) -> Point {
    Point(
      panel.horizontal.position(of: point.x) * Double(canvas.width - 1),
      (1 - panel.vertical.position(of: point.y)) * Double(canvas.height - 1))
  }

  /// The numbers beside each row.
  private func verticalNumbers(_ axis: Axis) -> [Int: String] {
    var numbers: [Int: String] = [:]
    var free = Int.max
    for tick in axis.ticks where !tick.text.isEmpty {
      let row = Int(((1 - axis.position(of: tick.value)) * Double(rows - 1)).rounded())
      guard (0..<rows).contains(row), row < free else { continue }
      numbers[row] = tick.text
      free = row
    }
    return numbers
  }

  private func horizontalNumbers(_ axis: Axis, columns: Int) -> [String] {
    var rule = [Character](repeating: "─", count: columns)
    var numbers = ""
    for tick in axis.ticks where !tick.text.isEmpty {
      let column = Int((axis.position(of: tick.value) * Double(columns - 1)).rounded())
      let start = min(max(column - (tick.text.count - 1) / 2, 0), columns - tick.text.count)
      guard rule.indices.contains(column), start > numbers.count || numbers.isEmpty else {
        continue
      }
      rule[column] = "┬"
      numbers += String(repeating: " ", count: start - numbers.count) + tick.text
    }
    let space = String(repeating: " ", count: Self.margin)
    return ["\(space)└\(String(rule))", "\(space) \(numbers)"]
  }

  private func padded(_ number: String) -> String {
    String(repeating: " ", count: max(0, Self.margin - 1 - number.count)) + number + " "
  }

  private func colored(_ text: String, _ series: Int) -> String {
    guard ink == .colored else { return text }
    return "\u{1B}[38;5;\(Palette.series[Palette.index(series)].terminal)m\(text)\u{1B}[0m"
  }
}

extension Mark {
  /// Whose mark it is; a raster is nobody's.
  var series: Int? {
    switch self {
    case .line(_, let series, _), .area(_, let series): series
    case .raster: nil
    }
  }
}
