@testable import Drawing
import Testing

@Suite struct ScalableChartTests {
  private static let axes = (
    time: Axis.linear(0...2, label: "s", about: 4),
    level: Axis.linear(-20...0, label: "dB", about: 2)
  )

  private func chart(_ marks: [Mark], title: String = "a & <b>", legend: [String] = []) -> Chart {
    Chart(
      title: title, subtitle: "below", legend: legend,
      panels: [
        Panel(
          title: "Decay", caption: "T30 2 s", horizontal: Self.axes.time,
          vertical: Self.axes.level, marks: marks)
      ])
  }

  @Test func `a chart is these bytes`() {
    let marks: [Mark] = [
      .line([Point(0, 0), Point(1, -10), Point(2, -20)], series: 0),
      .line([Point(0, -5), Point(2, -15)], series: 1, stroke: .dashed),
      .area([Point(0, -20), Point(1, -15), Point(2, -20)], series: 2),
    ]
    let text = chart(marks, legend: ["one", "two"]).scalableVector()
    let style = text.split(separator: "</style>\n", maxSplits: 1)
    #expect(style.count == 2)
    #expect(String(style[1]) == Self.golden)
    #expect(text.contains("<title>a &amp; &lt;b&gt;</title>"))
    #expect(text.contains("prefers-color-scheme:dark"))
  }

  private static let golden = """
    <rect class="page" width="760" height="462"/>
    <text x="24" y="36" class="title">a &amp; &lt;b&gt;</text>
    <text x="24" y="57" class="subtitle">below</text>
    <path class="line s0" d="M24 76 42 76"/>
    <text x="48" y="80" class="subtitle">one</text>
    <path class="line s1" d="M89.6 76 107.6 76"/>
    <text x="113.6" y="80" class="subtitle">two</text>
    <text x="78" y="118" class="name">Decay</text>
    <text x="726" y="118" text-anchor="end">T30 2 s</text>
    <path class="grid" d="M78 130 78 410M240 130 240 410M402 130 402 410M564 130 564 410M726 130 726 410M78 410 726 410M78 270 726 270M78 130 726 130"/>
    <clipPath id="c0">
    <rect class="clip" x="78" y="130" width="648" height="280"/>
    </clipPath>
    <g clip-path="url(#c0)">
    <path class="line s0" d="M78 130 402 270 726 410"/>
    <path class="dashed s1" d="M78 200 726 340"/>
    <path class="area f2" d="M78 410 78 410 402 340 726 410 726 410Z"/>
    <path class="wave s2" d="M78 410 402 340 726 410"/>
    </g>
    <rect class="frame" x="78" y="130" width="648" height="280"/>
    <text x="78" y="426" text-anchor="middle">0.0</text>
    <text x="240" y="426" text-anchor="middle">0.5</text>
    <text x="402" y="426" text-anchor="middle">1.0</text>
    <text x="564" y="426" text-anchor="middle">1.5</text>
    <text x="726" y="426" text-anchor="middle">2.0</text>
    <text x="71" y="414" text-anchor="end">−20</text>
    <text x="71" y="274" text-anchor="end">−10</text>
    <text x="71" y="134" text-anchor="end">0</text>
    <text x="402" y="442" text-anchor="middle">s</text>
    <text x="36" y="270" text-anchor="middle" transform="rotate(-90 36 270)">dB</text>
    </svg>

    """

  @Test func `a million samples keep their peaks and little else`() throws {
    let points = (0..<1_000_000).map { index in
      Point(Double(index) / 500_000, index == 777_777 ? -1.0 : -19 + Double(index % 2))
    }
    let text = chart([.line(points, series: 0)]).scalableVector()
    #expect(text.utf8.count < 60_000)
    let frame = ChartLayout(chart([])).frame(of: 0)
    let peak = ScalableDocument.number(frame.top + frame.height / 20)
    #expect(text.split(separator: " ").contains { $0 == peak })
  }

  @Test func `two panels stand beside each other`() {
    var two = chart([])
    two.panels.append(two.panels[0])
    let layout = ChartLayout(two)
    let (left, right) = (layout.frame(of: 0), layout.frame(of: 1))
    #expect(left.top == right.top && left.right < right.left)
    #expect(right.right < layout.width && right.bottom < layout.height)
  }

  @Test func `base 64 is as the standard has it`() {
    let words = ["", "f", "fo", "foo", "foob", "fooba", "foobar"]
    let wanted = ["", "Zg==", "Zm8=", "Zm9v", "Zm9vYg==", "Zm9vYmE=", "Zm9vYmFy"]
    #expect(words.map { Array($0.utf8).base64 } == wanted)
  }

  @Test func `what XML cannot say is replaced`() {
    #expect(ScalableDocument.escaped("a\u{1}\"<&>\u{7F}") == "a\u{FFFD}&quot;&lt;&amp;&gt;\u{FFFD}")
  }
}

@Suite struct ReductionTests {
  @Test func `a slope stays a slope, and what goes up and down keeps its extremes`() {
    let slope = (0..<4000).map { Point(Double($0) / 100, Double($0)) }
    let reduced = Reduction.curve(slope, width: 40)
    #expect(reduced.count == 80)
    #expect(zip(reduced, reduced.dropFirst()).allSatisfy { $0.x < $1.x && $0.y < $1.y })
    let wave = (0..<4000).map { index -> Point in
      let height: Double = index % 100 == 50 ? 9 : -Double(index % 3)
      return Point(Double(index) / 100, height)
    }
    let kept = Reduction.curve(wave, width: 40)
    #expect(kept.count(where: { $0.y == 9 }) == 40)
    #expect(kept.contains { $0.y == -2 })
  }

  @Test func `a curve with room for all its points keeps them`() {
    let few = (0..<30).map { Point(Double($0) / 3, Double($0 % 4)) }
    #expect(Reduction.curve(few, width: 10) == few)
  }
}

@Suite struct RasterTests {
  @Test func `levels run from the lowest to the highest and are held there`() {
    let values = [-100.0, -90, -45, -0.001, 0, 10, .nan, -.infinity]
    let raster = Raster(width: 4, height: 2, range: -90...0, unit: "dB") { column, row in
      values[row * 4 + column]
    }
    let top = UInt8(Raster.levelCount - 1)
    #expect(raster.levels == [0, 0, UInt8(Raster.levelCount / 2), top, top, top, 0, 0])
  }

  @Test func `the gradient grows lighter step by step`() {
    let lightness = Palette.gradient(64).map { color in
      0.2126 * Double(color.red) + 0.7152 * Double(color.green) + 0.0722 * Double(color.blue)
    }
    #expect(zip(lightness, lightness.dropFirst()).allSatisfy { $0 < $1 })
  }
}
