/// The colours of a chart, for a light and for a dark page.
enum Palette {
  /// Told apart by the colour-blind (after Okabe and Ito 2008), each as dark as text should be on
  /// white, and as light on black.
  static let series: [(light: Color, dark: Color, terminal: Int)] = [
    (Color(0x0B6FB8), Color(0x58AEEF), 39), (Color(0xD1560B), Color(0xF59055), 208),
    (Color(0x00805D), Color(0x35C79A), 36), (Color(0xA8478A), Color(0xE19AC9), 175),
    (Color(0x9A6B00), Color(0xE9BC47), 178), (Color(0x5B6B7B), Color(0xA9B8C6), 246),
  ]

  /// The place of a series in ``series``; after the last comes the first again.
  static func index(_ series: Int) -> Int { series % Self.series.count }

  /// From dark to light in equal steps of lightness.
  private static let stops = [
    Color(0x0D0B24), Color(0x2B1560), Color(0x651A80), Color(0xA02A78), Color(0xD94662),
    Color(0xF8764C), Color(0xFDB35A), Color(0xFBEFA6),
  ]

  /// So many colours along the stops.
  static func gradient(_ count: Int) -> [Color] {
    (0..<count).map { index in
      let place = Double(index) / Double(max(count - 1, 1)) * Double(stops.count - 1)
      let stop = min(Int(place), stops.count - 2)
      return stops[stop].mixed(with: stops[stop + 1], place - Double(stop))
    }
  }
}
