import Control
import Testing

/// The text that Prometheus reads.
@Suite struct MetricsTextTests {
  @Test func `families are written with their help, kind and figures`() {
    var xruns = MetricFamily("convolved_xruns_total", .counter, help: "Periods missed.")
    xruns.add(("side", "capture"), value: 3)
    xruns.add(("side", "playback"), value: 0)
    var volume = MetricFamily("convolved_volume_decibels", .gauge, help: "Volume.")
    volume.add(value: -12.5)
    #expect(
      MetricsText.text([xruns, volume]) == """
        # HELP convolved_xruns_total Periods missed.
        # TYPE convolved_xruns_total counter
        convolved_xruns_total{side="capture"} 3
        convolved_xruns_total{side="playback"} 0
        # HELP convolved_volume_decibels Volume.
        # TYPE convolved_volume_decibels gauge
        convolved_volume_decibels -12.5

        """)
  }

  @Test func `a histogram counts all below each bound`() {
    var load = MetricFamily("load_ratio", .histogram, help: "Load.")
    load.add(("core", "0"), bounds: [0.5, 1], counts: [10, 5, 1], sum: 8.25)
    #expect(
      MetricsText.text([load]) == """
        # HELP load_ratio Load.
        # TYPE load_ratio histogram
        load_ratio_bucket{core="0",le="0.5"} 10
        load_ratio_bucket{core="0",le="1"} 15
        load_ratio_bucket{core="0",le="+Inf"} 16
        load_ratio_sum{core="0"} 8.25
        load_ratio_count{core="0"} 16

        """)
  }

  @Test func `labels and help cannot break the lines`() {
    var family = MetricFamily("m", .gauge, help: "a\\b\n\"c\"")
    family.add(("name", "\"x\"\\\n,}"), ("b", "ü"), value: 1)
    #expect(
      MetricsText.text([family]) == """
        # HELP m a\\\\b\\n"c"
        # TYPE m gauge
        m{name="\\"x\\"\\\\\\n,}",b="ü"} 1

        """)
  }

  @Test func `figures without a number have the format's words`() {
    var family = MetricFamily("m", .gauge, help: "M.")
    for value in [Double.infinity, -.infinity, .nan, 1e300, 0.1] { family.add(value: value) }
    #expect(MetricsText.text([family]).hasSuffix("m +Inf\nm -Inf\nm NaN\nm 1e+300\nm 0.1\n"))
  }
}
