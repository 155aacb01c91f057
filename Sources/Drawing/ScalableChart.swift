extension Chart {
  /// The chart as an SVG file: the same bytes for the same chart.
  ///
  /// It follows the reader's choice of a light or a dark page where the viewer knows it.
  ///
  /// - Complexity: about 20 bytes per point, of which no more are kept than can be seen.
  public func scalableVector() -> String {
    let layout = ChartLayout(self)
    var document = ScalableDocument()
    let (width, height) = (
      ScalableDocument.number(layout.width), ScalableDocument.number(layout.height)
    )
    document.raw(
      """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(width) \(height)" width="\(width)" \
      height="\(height)" role="img">
      <title>\(ScalableDocument.escaped(title))</title>
      <style>
      \(StyleSheet.text)
      </style>
      """)
    document.element("rect", ["class": "page", "width": width, "height": height])
    drawHead(layout, &document)
    for (index, panel) in panels.enumerated() {
      PanelDrawing(panel: panel, frame: layout.frame(of: index), index: index).draw(&document)
    }
    document.raw("</svg>")
    return document.text
  }

  private func drawHead(_ layout: ChartLayout, _ document: inout ScalableDocument) {
    document.words(title, x: layout.margin, y: 36, "title")
    if !subtitle.isEmpty { document.words(subtitle, x: layout.margin, y: 57, "subtitle") }
    guard legend.count > 1 else { return }
    for (series, place) in layout.legendPlaces.enumerated() {
      let y = place.y - 4
      document.element(
        "path",
        [
          "class": "line s\(Palette.index(series))",
          "d": ScalableDocument.path([Point(place.x, y), Point(place.x + 18, y)]),
        ])
      document.words(legend[series], x: place.x + 24, y: place.y, "subtitle")
    }
  }
}

/// Where the parts of a chart stand, in pixels.
struct ChartLayout {
  let width: Double
  let height: Double
  let margin = 24.0
  /// Where each entry of the legend begins, on its base line.
  let legendPlaces: [Point]
  private let columns: Int
  private let headHeight: Double
  private let plotHeight: Double

  /// A panel's part of the picture: what is between its axes, with room for their numbers around.
  struct Frame: Equatable {
    let left: Double
    let top: Double
    let width: Double
    let height: Double

    var right: Double { left + width }
    var bottom: Double { top + height }
  }

  /// The room around a panel's axes.
  private static let room = (left: 54.0, top: 34.0, right: 10.0, bottom: 44.0)
  /// The mean width of a letter of 13 pixels.
  private static let letterWidth = 7.2

  init(_ chart: Chart) {
    columns = chart.panels.count > 1 && chart.layout == .pairs ? 2 : 1
    width = columns == 2 ? 1040 : 760
    plotHeight = columns == 2 ? 190 : 280
    var places: [Point] = []
    var y = chart.subtitle.isEmpty ? 36.0 : 57.0
    if chart.legend.count > 1 {
      y += 23
      var x = margin
      for entry in chart.legend {
        let extent = 24 + Double(entry.count) * Self.letterWidth + 20
        if x + extent > width - margin, x > margin { (x, y) = (margin, y + 20) }
        places.append(Point(x, y))
        x += extent
      }
    }
    legendPlaces = places
    headHeight = y + 16
    let rows = (chart.panels.count + columns - 1) / columns
    height = headHeight + Double(rows) * (Self.room.top + plotHeight + Self.room.bottom) + 8
  }

  func frame(of index: Int) -> Frame {
    let room = Self.room
    let cell = (width - 2 * margin + 16) / Double(columns) - 16
    let left = margin + Double(index % columns) * (cell + 16)
    let top = headHeight + Double(index / columns) * (room.top + plotHeight + room.bottom)
    return Frame(
      left: left + room.left, top: top + room.top, width: cell - room.left - room.right,
      height: plotHeight)
  }
}

/// How the parts of a chart look.
enum StyleSheet {
  static let text: String = {
    let series = Palette.series.enumerated()
    let light = series.map { ".s\($0){stroke:\($1.light.css)}.f\($0){fill:\($1.light.css)}" }
    let dark = series.map { ".s\($0){stroke:\($1.dark.css)}.f\($0){fill:\($1.dark.css)}" }
    return """
      text{font-family:system-ui,-apple-system,"Segoe UI","Noto Sans","DejaVu Sans",sans-serif;\
      font-size:11px;fill:#59636e}
      .title{font-size:19px;font-weight:600;fill:#1f2328}
      .subtitle{font-size:13px;fill:#59636e}
      .name{font-size:13px;font-weight:600;fill:#1f2328}
      .page{fill:#ffffff}
      .grid{fill:none;stroke:#d9dfe5;stroke-width:1}
      .minor{fill:none;stroke:#eef1f4;stroke-width:1}
      .frame{fill:none;stroke:#b3bcc5;stroke-width:1}
      .line{fill:none;stroke-width:1.6;stroke-linejoin:round;stroke-linecap:round}
      .faint{fill:none;stroke-width:1;stroke-opacity:.45;stroke-linejoin:round}
      .dashed{fill:none;stroke-width:1.4;stroke-dasharray:5 4}
      .wave{fill:none;stroke-width:1;stroke-linejoin:round}
      .area{fill-opacity:.16;stroke:none}
      \(light.joined(separator: "\n"))
      @media (prefers-color-scheme:dark){
      text,.subtitle{fill:#9aa5b1}
      .title,.name{fill:#eaeff4}
      .page{fill:#0d1117}
      .grid{stroke:#2b323b}
      .minor{stroke:#1a2028}
      .frame{stroke:#4a545f}
      \(dark.joined(separator: "\n"))
      }
      """
  }()
}
