import ALSADevices
import AudioDevices
import SignalProcessing
import Testing

extension ALSADevicesTests {
  /// What a device grants, and what it says when it does not.
  @Suite struct OpeningTests {
    private let bench = CardBench.shared

    @Test("a device grants rate, channels and period exactly")
    func granted() throws {
      let capture = try ALSACapture(name: "dac", request: bench.request(period: 96, buffer: 384))
      #expect(
        capture.format
          == StreamFormat(
            sampleRate: 48_000, channelCount: 2, periodFrames: 96, bufferFrames: 384,
            sampleFormat: .int32))
      #expect(capture.name == "dac")
    }

    @Test("the most precise format is chosen unless one is named")
    func formatChoice() throws {
      #expect(try bench.playback("dac").format.sampleFormat == .int32)
      #expect(try bench.playback("floating").format.sampleFormat == .float32)
      let named = try ALSAPlayback(name: "dac", request: bench.request(format: .int16))
      #expect(named.format.sampleFormat == .int16)
    }

    @Test(
      "the buffer is the multiple of the period next to the request, two periods or more",
      arguments: [(1000, 1024), (10, 512), (1151, 1024), (1152, 1280), (512, 512)])
    func bufferChoice(wanted: Int, granted: Int) throws {
      let request = bench.request(period: 256, buffer: wanted)
      #expect(try ALSAPlayback(name: "dac", request: request).format.bufferFrames == granted)
    }

    @Test(
      "A21: a refusal names what was asked, what is offered and what to do",
      arguments: [
        Refusal("dac", "no 96000 Hz: it offers 44100, 48000. Set audio.rate to one of them.") {
          $0.sampleRate = 96_000
        },
        Refusal("dac", "no 6 channels: it offers 2. Name that many in playback.channels.") {
          $0.channelCount = 6
        },
        Refusal(
          "dac",
          "no S24_3LE: it offers S32_LE, FLOAT_LE, S16_LE. "
            + "Set playback.format to one of them, or leave it out."
        ) { $0.sampleFormat = .int24Packed },
        Refusal(
          "stiff",
          "no period of 100 frames: it offers 32 to 64. "
            + "Set audio.period to 64, which is the nearest."
        ) { $0.periodFrames = 100 },
        Refusal(
          "foreign",
          "no sample format that can be used: it offers MU_LAW, S20_3LE. "
            + "Open it as plug:'foreign', so that the library converts."
        ) { _ in },
      ])
    func refusal(_ refusal: Refusal) {
      var request = bench.request()
      refusal.change(&request)
      #expect(throws: refusal.error(.unsupported)) {
        try ALSAPlayback(name: refusal.device, request: request)
      }
    }

    @Test("a name that does not exist is missing, and the names that do are shown")
    func missing() {
      let error = #expect(throws: DeviceError.self) { try bench.capture("nosuch") }
      #expect(error?.kind == .missing)
      #expect(error?.message.contains("there is no such capture device") == true)
      #expect(error?.message.contains("set capture.device to one of ") == true)
      #expect(error?.message.contains("dac") == true)
    }

    @Test("a card that is not there is missing")
    func missingCard() {
      let error = #expect(throws: DeviceError.self) { try bench.playback("hw:CARD=Nowhere") }
      #expect(error?.kind == .missing)
    }

    @Test(
      "a failed opening says whether trying again can help",
      arguments: [
        ("taken", DeviceError.Kind.busy, "another program uses it for capture"),
        ("locked", .forbidden, "add the user to the group audio"),
        ("broken", .failed, "Input/output error"),
        ("mistaken", .failed, "virtualcard: there is no field infil"),
      ])
    func failedOpening(device: String, kind: DeviceError.Kind, words: String) {
      let error = #expect(throws: DeviceError.self) { try bench.capture(device) }
      #expect(error?.kind == kind)
      #expect(error?.device == device)
      #expect(error?.message.contains(words) == true, "\(error?.message ?? "")")
    }

    @Test("a failed opening leaves the error output to us")
    func quiet() async {
      let result = await #expect(
        processExitsWith: .success, observing: [\.standardErrorContent]
      ) {
        #expect(throws: DeviceError.self) { try CardBench.shared.capture("mistaken") }
        #expect(throws: DeviceError.self) { try CardBench.shared.capture("hw:CARD=Nowhere") }
      }
      #expect(result?.standardErrorContent.isEmpty == true)
    }

    @Test("the list tells names, descriptions and directions")
    func list() throws {
      let devices = ALSADeviceList.all()
      let dac = try #require(devices.first { $0.name == "dac" })
      #expect(dac.description == "Virtual card dac")
      #expect(dac.canCapture && dac.canPlay)
      #expect(ALSALibrary.versionText.hasPrefix("1."))
    }
  }

  /// One way to be refused.
  struct Refusal: Sendable, CustomTestStringConvertible {
    let device: String
    let message: String
    let change: @Sendable (inout StreamRequest) -> Void

    init(
      _ device: String, _ message: String, change: @escaping @Sendable (inout StreamRequest) -> Void
    ) {
      self.device = device
      self.message = message
      self.change = change
    }

    var testDescription: String { "\(device): \(message)" }

    func error(_ kind: DeviceError.Kind) -> DeviceError {
      DeviceError(kind: kind, device: device, message: message)
    }
  }
}
