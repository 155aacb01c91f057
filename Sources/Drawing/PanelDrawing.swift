/// Draws one panel into its frame of an SVG picture.
struct PanelDrawing {
  let panel: Panel
  let frame: ChartLayout.Frame
  /// Among the panels of the chart, for names that must differ.
  let index: Int

  func draw(_ document: inout ScalableDocument) {
    let raster = panel.marks.lazy.compactMap { mark -> Raster? in
      if case .raster(let raster) = mark { raster } else { nil }
    }.first
    document.words(panel.title, x: frame.left, y: frame.top - 12, "name")
    if let raster {
      drawScale(raster, &document)
    } else if !panel.caption.isEmpty {
      document.words(panel.caption, x: frame.right, y: frame.top - 12, anchor: .end)
    }
    // Lines would cross out what colours show.
    if raster == nil { drawGrid(&document) }
    drawMarks(&document)
    document.element("rect", rectangle("frame"))
    drawNumbers(&document)
  }

  private func rectangle(_ style: String) -> KeyValuePairs<String, String> {
    let number = ScalableDocument.number
    return [
      "class": style, "x": number(frame.left), "y": number(frame.top),
      "width": number(frame.width), "height": number(frame.height),
    ]
  }

  private func x(_ value: Double) -> Double {
    frame.left + panel.horizontal.position(of: value) * frame.width
  }

  private func y(_ value: Double) -> Double {
    frame.bottom - panel.vertical.position(of: value) * frame.height
  }

  /// A gradient with its ends, where other panels have their caption.
  private func drawScale(_ raster: Raster, _ document: inout ScalableDocument) {
    let colors = Palette.gradient(9)
    document.raw("<linearGradient id=\"g\(index)\">")
    for (place, color) in colors.enumerated() {
      document.element(
        "stop", ["offset": "\(Double(place) / 8)", "stop-color": color.css])
    }
    document.raw("</linearGradient>")
    let high = "\(text(raster.range.upperBound)) \(raster.unit)"
    let end = frame.right - 6.5 * Double(high.count) - 4
    document.words(high, x: frame.right, y: frame.top - 12, anchor: .end)
    document.element(
      "rect",
      [
        "x": ScalableDocument.number(end - 96), "y": ScalableDocument.number(frame.top - 20),
        "width": "96", "height": "8", "rx": "2", "fill": "url(#g\(index))",
      ])
    document.words(
      text(raster.range.lowerBound), x: end - 102, y: frame.top - 12, anchor: .end)
  }

  private func text(_ value: Double) -> String { value.axisText(decimals: value.decimals) }

  private func drawGrid(_ document: inout ScalableDocument) {
    for style in ["minor", "grid"] {
      let isChosen: (Axis.Tick) -> Bool = { $0.text.isEmpty == (style == "minor") }
      let lines =
        panel.horizontal.ticks.filter(isChosen).map { tick in
          ScalableDocument.path([
            Point(x(tick.value), frame.top), Point(x(tick.value), frame.bottom),
          ])
        }
        + panel.vertical.ticks.filter(isChosen).map { tick in
          ScalableDocument.path([
            Point(frame.left, y(tick.value)), Point(frame.right, y(tick.value)),
          ])
        }
      if !lines.isEmpty {
        document.element("path", ["class": style, "d": lines.joined()])
      }
    }
  }

  private func drawNumbers(_ document: inout ScalableDocument) {
    var free = -Double.infinity
    for tick in panel.horizontal.ticks where !tick.text.isEmpty {
      let half = 3.4 * Double(tick.text.count), place = x(tick.value)
      // Numbers that would touch are left out; the grid still has their line.
      guard place - half > free + 4, place + half < frame.right + 12 else { continue }
      free = place + half
      document.words(tick.text, x: place, y: frame.bottom + 16, anchor: .middle)
    }
    for tick in panel.vertical.ticks where !tick.text.isEmpty {
      document.words(tick.text, x: frame.left - 7, y: y(tick.value) + 4, anchor: .end)
    }
    document.words(
      panel.horizontal.label, x: (frame.left + frame.right) / 2, y: frame.bottom + 32,
      anchor: .middle)
    let place = Point(frame.left - 42, (frame.top + frame.bottom) / 2)
    let (x, y) = (ScalableDocument.number(place.x), ScalableDocument.number(place.y))
    document.raw(
      """
      <text x="\(x)" y="\(y)" text-anchor="middle" transform="rotate(-90 \(x) \(y))">\
      \(ScalableDocument.escaped(panel.vertical.label))</text>
      """)
  }

  private func drawMarks(_ document: inout ScalableDocument) {
    document.raw("<clipPath id=\"c\(index)\">")
    document.element("rect", rectangle("clip"))
    document.raw("</clipPath>\n<g clip-path=\"url(#c\(index))\">")
    for mark in panel.marks {
      switch mark {
      case .raster(let raster): draw(raster, &document)
      case .line(let points, let series, let stroke): draw(points, series, stroke, &document)
      case .area(let points, let series): draw(areaUnder: points, series, &document)
      }
    }
    document.raw("</g>")
  }

  private func draw(_ raster: Raster, _ document: inout ScalableDocument) {
    let number = ScalableDocument.number
    document.raw(
      """
      <image x="\(number(frame.left))" y="\(number(frame.top))" width="\(number(frame.width))" \
      height="\(number(frame.height))" preserveAspectRatio="none" \
      href="data:image/png;base64,\(raster.image.encoded().base64)"/>
      """)
  }

  private func draw(
    _ points: [Point], _ series: Int, _ stroke: Mark.Stroke, _ document: inout ScalableDocument
  ) {
    let placed = points.map { Point(x($0.x), y($0.y)) }
    let reduced = Reduction.curve(placed, width: frame.width)
    guard !reduced.isEmpty else { return }
    // Up and down again in most columns: a wide stroke would fill what is between.
    let isDense = Double(reduced.count) > 2.5 * frame.width
    let style =
      switch stroke {
      case .solid: isDense ? "wave" : "line"
      case .faint: "faint"
      case .dashed: isDense ? "faint" : "dashed"
      }
    document.element(
      "path", ["class": "\(style) s\(Palette.index(series))", "d": ScalableDocument.path(reduced)])
  }

  private func draw(areaUnder points: [Point], _ series: Int, _ document: inout ScalableDocument) {
    let placed = points.map { Point(x($0.x), y($0.y)) }
    let top =
      Double(points.count) > 2 * frame.width
      // Upwards is towards 0.
      ? Reduction.columns(placed).map { Point($0.x, $0.lowest) } : placed
    guard let first = top.first, let last = top.last else { return }
    let outline = [Point(first.x, frame.bottom)] + top + [Point(last.x, frame.bottom)]
    // Several would only darken each other.
    if panel.marks.count(where: \.isArea) == 1 {
      document.element(
        "path",
        ["class": "area f\(Palette.index(series))", "d": ScalableDocument.path(outline) + "Z"])
    }
    document.element(
      "path", ["class": "wave s\(Palette.index(series))", "d": ScalableDocument.path(top)])
  }
}
