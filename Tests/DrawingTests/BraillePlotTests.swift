import Drawing
import Testing

@Suite struct BraillePlotTests {
  private func panel(_ marks: [Mark]) -> Panel {
    Panel(
      title: "Decay", caption: "T30 2 s", horizontal: .linear(0...2, label: "s", about: 4),
      vertical: .linear(-20...0, label: "dB", about: 2), marks: marks)
  }

  private let fall = Mark.line([Point(0, 0), Point(2, -20)], series: 0)
  private let rise = Mark.line([Point(0, -20), Point(2, 0)], series: 1)

  @Test func `a falling line is these letters`() {
    let plot = BraillePlot(columns: 29, rows: 5, ink: .plain)
    #expect(
      plot.text(panel([fall])) == """
                Decay (dB; s)   T30 2
              0 ┤⠉⠒⠤⣀                
                │    ⠉⠒⠤⣀            
            −10 ┤        ⠉⠒⠤⣀        
                │            ⠉⠒⠤⣀    
            −20 ┤                ⠉⠒⠤⣀
                └┬────┬────┬───┬────┬
                 0.0 0.5  1.0 1.5 2.0

        """)
  }

  @Test func `without colours each series has its own axes`() {
    let plot = BraillePlot(columns: 40, rows: 4, ink: .plain)
    let text = plot.text(panel([fall, rise]), legend: ["before", "after"])
    #expect(text.contains("Decay, before") && text.contains("Decay, after"))
    #expect(!text.contains("\u{1B}"))
    #expect(text.split(separator: "\n").count == 2 * 7)
  }

  @Test func `with colours all series share one`() {
    let plot = BraillePlot(columns: 40, rows: 4, ink: .colored)
    let text = plot.text(panel([fall, rise]), legend: ["before", "after"])
    #expect(text.contains("before") && text.contains("after"))
    #expect(text.contains("\u{1B}[38;5;39m") && text.contains("\u{1B}[38;5;208m"))
    #expect(text.split(separator: "\n").count == 8)
  }

  @Test(arguments: [24, 57, 80, 120])
  func `no line is longer than the terminal`(columns: Int) {
    let wild = Mark.line(
      (0..<5000).map { Point(Double($0) / 2500, Double(($0 * 7919) % 4000) - 2000) }, series: 0)
    let odd = Mark.line([Point(0.5, .nan), Point(1, -.infinity), Point(1.5, 1e300)], series: 0)
    let plot = BraillePlot(columns: columns, ink: .plain)
    let lines = plot.text(panel([wild, odd])).split(separator: "\n")
    #expect(lines.allSatisfy { $0.count <= columns })
  }

  @Test func `a raster is shaded`() {
    let raster = Raster(width: 50, height: 20, range: 0...1, unit: "") { column, _ in
      Double(column) / 49
    }
    let text = BraillePlot(columns: 29, rows: 3, ink: .plain).text(panel([.raster(raster)]))
    let row = text.split(separator: "\n")[2].dropFirst(9)
    #expect(row.count == 20)
    let order = [Character](" ░▒▓█")
    let places = row.map { order.firstIndex(of: $0) ?? -1 }
    #expect(places.first == 0 && places.last == 4 && places == places.sorted())
  }
}
