import Settings
import Testing

#if canImport(Glibc)
  import Glibc
#endif

@Suite struct EqualizerTextTests {
  private func parse(
    _ text: String, rate: Int = 48000
  ) throws(ConfigurationErrors) -> EqualizerText {
    try EqualizerText.parse(text: text, path: "eq.txt", sampleRate: rate)
  }

  private func mistakes(_ text: String) -> [String] {
    do throws(ConfigurationErrors) {
      _ = try parse(text)
      return []
    } catch {
      return error.diagnostics.map { "\($0.position?.description ?? "-") \($0.message)" }
    }
  }

  /// The one band of a line after `Filter: ON`.
  private func band(_ values: String) throws -> EqualizerSettings.Band {
    try #require(try parse("Filter: ON \(values)").bands.first)
  }

  @Test func `AutoEq's parametric text gives its bands`() throws {
    let found = try parse(
      """
      Preamp: -6.4 dB
      Filter 1: ON LSC Fc 105 Hz Gain 5.5 dB Q 0.70
      Filter 2: ON PK Fc 62 Hz Gain -5.5 dB Q 4.20
      Filter 10: ON HSC Fc 10000 Hz Gain -2.0 dB Q 0.70
      """)
    #expect(found.preampDecibels == -6.4)
    #expect(
      found.bands == [
        .init(kind: .lowShelf, hertz: 105, gainDecibels: 5.5, quality: 0.7),
        .init(kind: .peak, hertz: 62, gainDecibels: -5.5, quality: 4.2),
        .init(kind: .highShelf, hertz: 10000, gainDecibels: -2, quality: 0.7),
      ])
  }

  @Test func `REW's text is read past its heading, its commas and its empty filters`() throws {
    let found = try parse(
      """
      \u{FEFF}Filter Settings file\r
      \r
      Room EQ V5.20\r
      Dated: Jan 1, 2021 12:00:00 PM\r
      \r
      Notes: Filter the bass\r
      Equaliser: Generic\r
      Left\r
      Filter  1: ON  PK       Fc   62,50 Hz  Gain  -5,50 dB  Q  4,200\r
      Filter  2: ON  PK       Fc   1,000.0 Hz  Gain  3.0 dB  Q  1.0\r
      Filter  3: OFF PK       Fc   what\r
      Filter  4: ON  None\r
      """)
    #expect(
      found.bands == [
        .init(kind: .peak, hertz: 62.5, gainDecibels: -5.5, quality: 4.2),
        .init(kind: .peak, hertz: 1000, gainDecibels: 3, quality: 1),
      ])
  }

  @Test func `a graphic curve gives its points, preamps add up, comments are nothing`() throws {
    let found = try parse(
      """
      # made by hand
      preamp: -6 dB
        GraphicEQ: 25 -3.2; 40 1.0;100 0 ; 20000 -1.5dB;

      Preamp: 1.5
      """)
    #expect(found.preampDecibels == -4.5 && found.bands.isEmpty)
    #expect(found.curve.map(\.hertz) == [25, 40, 100, 20000])
    #expect(found.curve.map(\.gainDecibels) == [-3.2, 1, 0, -1.5])
  }

  @Test(
    "every type is read, with the defaults of Equalizer APO",
    arguments: [
      ("LP Fc 100 Hz", EqualizerSettings.Band.Kind.lowPass, 0.5.squareRoot()),
      ("HP Fc 100 Hz", .highPass, 0.5.squareRoot()), ("LPQ Fc 100 Hz Q 2", .lowPass, 2),
      ("hpq fc 100Hz q 0.5", .highPass, 0.5), ("NO Fc 100 Hz", .notch, 30),
      ("NO Fc 100 Hz Q 5", .notch, 5), ("AP Fc 100 Hz Q 3", .allPass, 3),
      ("BP Fc 100 Hz", .bandPass, 0.5.squareRoot()),
    ])
  func types(text: String, kind: EqualizerSettings.Band.Kind, quality: Double) throws {
    #expect(try band(text) == .init(kind: kind, hertz: 100, quality: quality))
  }

  @Test func `a bandwidth in octaves becomes a Q`() throws {
    // The half-gain points of an analogue bell an octave wide lie at f / √2 and f √2: Q = √2.
    let low = try band("PK Fc 100 Hz Gain 3 dB BW Oct 1.0")
    #expect(abs(low.quality - 2.0.squareRoot()) < 1e-3)
    #expect(try band("PK Fc 12000 Hz Gain 3 dB BW Oct 1").quality < low.quality)
  }

  @Test func `a shelf's slope and corner become a Q and a middle`() throws {
    // S = 1 is the steepest without a bump: Q = 1/√2.
    let centred = try band("LSC 12 dB Fc 100 Hz Gain 6 dB")
    #expect(abs(centred.quality - 0.5.squareRoot()) < 1e-12 && centred.hertz == 100)
    // The corner is a quarter of the gain in dB below the middle, in octaves of the slope.
    let low = try band("LS 12dB Fc 100 Hz Gain 8 dB")
    #expect(abs(low.hertz - 100 * pow(10, 0.1)) < 1e-9)
    let high = try band("HS Fc 1000 Hz Gain -8 dB Q \(0.5.squareRoot())")
    #expect(abs(high.hertz - 1000 / pow(10, 0.1)) < 1e-9)
    // Without a width the frequency is the middle and S is 0.9.
    for type in ["LS", "LSC"] {
      let plain = try band("\(type) Fc 100 Hz Gain 6 dB")
      let A = pow(10, 6.0 / 40)
      #expect(plain.hertz == 100)
      #expect(abs(1 / (plain.quality * plain.quality) - (A + 1 / A) * (1 / 0.9 - 1) - 2) < 1e-12)
    }
  }

  @Test func `all mistakes are named with their lines`() {
    let text = """
      Preamp: loud
      Filter 1: ON PX Fc 62 Hz Gain 1 dB Q 1
      Filter 2: ON PK Fc 62 Hz Gain 1 dB
      Filter 3: ON PK Gain 1 dB Q 1
      Filter 4: MAYBE PK Fc 62 Hz
      Filter 5: ON PK Fc 24000 Hz Gain 1 dB Q 1
      Filter 6: ON PK Fc 100 Hz Gain 41 dB Q 1
      Filter 7: ON PK Fc 100 Hz Gain 1 dB Q 0
      Filter 8: ON PK Fc 100 Hz Gain 1 dB Q 1 Twice
      Filter 9: ON
      Filter 10: ON LPQ Fc 100 Hz
      Filter 11: ON LS 12 dB Fc 20000 Hz Gain 20 dB
      Channel: L
      Delay: 10 ms
      nonsense
      GraphicEQ: 25 -3.2; 20 1
      GraphicEQ: 25 1
      Preamp: -6 dB 7
      """
    #expect(
      mistakes(text) == [
        "1:9 Preamp is \"loud\", which is not a number",
        "2:14 there is no filter type \"PX\"",
        "3:35 the filter PK needs Q",
        "4:30 the filter PK needs Fc",
        "5:11 a filter is ON or OFF, and this one is \"MAYBE\"",
        "6:20 Fc is 24000 Hz; it must be from 1 Hz to below 24000 Hz, half of audio.rate",
        "7:32 Gain is 41; it must be from -150 to 40 dB",
        "8:14 the width of the filter comes to a Q of 0; it must be from 0.01 to 1000",
        "9:41 \"Twice\" is no value of a filter",
        "10:13 the filter has no type",
        "11:28 the filter LPQ needs Q",
        "12:27 the shelf's middle is at 35566 Hz; it must be from 1 Hz to below 24000 Hz, half of "
          + "audio.rate",
        "13:1 the line begins with \"Channel\", which an equaliser's text cannot",
        "14:1 the line begins with \"Delay\", which an equaliser's text cannot",
        "15:1 the line begins with \"nonsense\", which an equaliser's text cannot",
        "16:21 20 Hz does not rise above the frequency before it",
        "17:1 a GraphicEQ stands in line 16 already",
        "18:15 \"7\" is too much after Preamp",
      ])
  }

  @Test func `a mistake is printed with its line and a caret`() {
    let text = "Preamp: -6 dB\nFilter 1: ON PKK Fc 62 Hz Gain 1 dB Q 1\n"
    do throws(ConfigurationErrors) {
      _ = try parse(text)
      Issue.record("it was read")
    } catch {
      #expect(
        error.description == """
          eq.txt:2:14: error: there is no filter type "PKK"
          Filter 1: ON PKK Fc 62 Hz Gain 1 dB Q 1
                       ^
          hint: did you mean "PK"? Allowed: PK, LS, LSC, HS, HSC, LP, LPQ, HP, HPQ, NO, AP, BP
          """)
    }
  }

  @Test(
    "a curve that cannot be is refused",
    arguments: [
      ("GraphicEQ:", "1:11 GraphicEQ has no points"),
      ("GraphicEQ: 25 -3 40 1", "1:18 \"40\" stands where a semicolon must"),
      ("GraphicEQ: 25; 40 1", "1:14 the level is \";\", which is not a number"),
      ("GraphicEQ: 0 1", "1:12 0 Hz does not rise above the frequency before it"),
      ("GraphicEQ: 20 50", "1:15 the level is 50; it must be from -150 to 40 dB"),
      ("", "- there is no filter in the file"), ("# x\n\n", "- there is no filter in the file"),
    ])
  func curves(text: String, mistake: String) { #expect(mistakes(text) == [mistake]) }

  @Test func `a missing file is unreadable`() {
    do throws(ConfigurationErrors) {
      _ = try EqualizerText.load(path: "/nowhere/eq.txt", sampleRate: 48000)
      Issue.record("it was read")
    } catch {
      #expect(error.kind == .unreadable)
      #expect(error.description == "/nowhere/eq.txt: error: there is no such file; check the path")
    }
  }
}
