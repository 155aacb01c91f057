import ALSADevices
import AudioDevices
import Glibc
import SignalProcessing
import Testing

extension ALSADevicesTests {
  /// A driver's own controls, through the real library.
  @Suite struct ControlTests {
    private let bench = CardBench.shared
    /// A cable of a loopback card, and a second one that nobody may touch.
    private let cable = CardPlace(controlName: "cable", device: 1, subdevice: 0)

    private func writeCable(
      shift: Int = 100_000, active: Int = 0, rate: Int = 48_000, format: Int = 10, other: Int = 0
    ) {
      let lines = """
        1 0 80000 120000 \(shift) PCM Rate Shift 100000
        1 1 80000 120000 100000 PCM Rate Shift 100000
        1 0 0 1 \(active) PCM Slave Active
        1 0 0 768000 \(rate) PCM Slave Rate
        1 0 0 50 \(format) PCM Slave Format
        1 0 0 1024 2 PCM Slave Channels
        1 1 0 1 \(other) PCM Slave Active

        """
      bench.write(Array(lines.utf8), to: "cable.controls")
    }

    private func lines(_ name: String) -> [String] {
      String(decoding: bench.read(name), as: UTF8.self).split(separator: "\n").map(String.init)
    }

    @Test("a loopback's rate shift is found, set for its own cable only, and put back at the end")
    func loopback() throws {
      writeCable()
      do {
        let pitch = try #require(PitchControl(of: cable))
        #expect(pitch.scale.kind == .loopbackRateShift)
        #expect(pitch.scale.range == 80_000...120_000)
        let applied = try #require(pitch.apply(correctionPPM: 497))
        #expect(abs(applied - 500) < 0.001)
        #expect(lines("cable.controls")[0] == "1 0 80000 120000 100050 PCM Rate Shift 100000")
        #expect(lines("cable.controls")[1] == "1 1 80000 120000 100000 PCM Rate Shift 100000")
      }
      #expect(lines("cable.controls")[0] == "1 0 80000 120000 100000 PCM Rate Shift 100000")
    }

    @Test("a value that another program left behind is put right by the first correction")
    func leftBehind() throws {
      writeCable(shift: 101_000)
      let pitch = try #require(PitchControl(of: cable))
      #expect(pitch.apply(correctionPPM: 0) == 0)
      #expect(lines("cable.controls")[0] == "1 0 80000 120000 100000 PCM Rate Shift 100000")
    }

    @Test("a gadget's pitch is found and set")
    func gadget() throws {
      writeGadget(rate: 48_000)
      let place = CardPlace(controlName: "gadget", device: 0, subdevice: 0)
      let pitch = try #require(PitchControl(of: place))
      #expect(pitch.scale.kind == .gadgetCapturePitch)
      _ = pitch.apply(correctionPPM: -250)
      #expect(lines("gadget.controls")[0].hasSuffix(" 1000250 Capture Pitch 1000000"))
    }

    @Test("a driver that refuses is reported")
    func refused() throws {
      writeCable()
      let pitch = try #require(PitchControl(of: cable))
      bench.remove("cable.controls")
      #expect(pitch.apply(correctionPPM: 100) == nil)
    }

    @Test("no control is found where there is none", arguments: ["cable", "gadget", "nosuchcard"])
    func none(name: String) {
      writeCable()
      writeGadget(rate: 0)
      let place = CardPlace(controlName: name, device: 7, subdevice: 0)
      #expect(PitchControl(of: place) == nil)
      #expect(SourceWatch(of: place) == nil)
    }

    @Test("what plays into a loopback is read, and followed by its events")
    func follow() throws {
      writeCable()
      let watch = try #require(SourceWatch(of: cable))
      #expect(
        watch.state
          == SourceState(
            isActive: false, sampleRate: 48_000, channelCount: 2, formatName: "S32_LE"))
      #expect(watch.look() == .none)
      #expect(!hasEvent(watch))
      writeCable(active: 1, rate: 44_100, format: 2)
      #expect(hasEvent(watch))
      let expected = SourceState(
        isActive: true, sampleRate: 44_100, channelCount: 2, formatName: "S16_LE")
      #expect(watch.look() == .changed(expected))
      #expect(watch.state == expected)
      #expect(watch.look() == .none)
      #expect(!hasEvent(watch))
    }

    @Test("changes of another cable or of the pitch are none of the source")
    func unrelated() throws {
      writeCable()
      let watch = try #require(SourceWatch(of: cable))
      writeCable(shift: 100_010, other: 1)
      #expect(hasEvent(watch))
      #expect(watch.look() == .none)
    }

    @Test("A19: another rate or format needs another opening, a pause does not")
    func otherSound() {
      let opened = SourceState(
        isActive: true, sampleRate: 48_000, channelCount: 2, formatName: "S32_LE")
      var now = opened
      #expect(!now.hasOtherSound(than: opened, sampleRate: 48_000))
      now.isActive = false
      now.sampleRate = 44_100
      #expect(!now.hasOtherSound(than: opened, sampleRate: 48_000))
      now.isActive = true
      #expect(now.hasOtherSound(than: opened, sampleRate: 48_000))
      now = opened
      now.formatName = "S16_LE"
      #expect(now.hasOtherSound(than: opened, sampleRate: 48_000))
      // What the last source left behind while nothing plays says nothing about this one.
      var idle = opened
      idle.isActive = false
      #expect(!now.hasOtherSound(than: idle, sampleRate: 48_000))
      #expect(
        SourceState(isActive: true, sampleRate: 48_000)
          .hasOtherSound(than: SourceState(isActive: false), sampleRate: 96_000))
    }

    @Test("A19: a source at another rate is not listened to, and both rates are named")
    func wrongSource() {
      let format = StreamFormat(
        sampleRate: 48_000, channelCount: 2, periodFrames: 64, bufferFrames: 256,
        sampleFormat: .int32)
      let source = SourceState(isActive: true, sampleRate: 44_100)
      let error = #expect(throws: DeviceError.self) {
        try source.check(against: format, device: "gadget")
      }
      #expect(error?.kind == .unsupported)
      #expect(error?.message.contains("44100 Hz, and not at the 48000 Hz of audio.rate") == true)
    }

    @Test("a gadget plays while its rate is not 0")
    func gadgetRate() throws {
      writeGadget(rate: 0)
      let place = CardPlace(controlName: "gadget", device: 0, subdevice: 0)
      let watch = try #require(SourceWatch(of: place))
      #expect(watch.state == SourceState(isActive: false))
      writeGadget(rate: 96_000)
      #expect(hasEvent(watch))
      #expect(watch.look() == .changed(SourceState(isActive: true, sampleRate: 96_000)))
    }

    @Test("a plugin without a card has no place")
    func place() throws {
      #expect(try bench.capture("inint32").place() == nil)
      #expect(try bench.playback("outint32").place() == nil)
    }

    private func writeGadget(rate: Int) {
      let lines = """
        0 0 750000 1005000 1000000 Capture Pitch 1000000
        0 0 0 768000 \(rate) Capture Rate

        """
      bench.write(Array(lines.utf8), to: "gadget.controls")
    }

    /// Whether the descriptor says so. A file's change is there as soon as the file is closed.
    private func hasEvent(_ watch: SourceWatch) -> Bool {
      var polled = pollfd(fd: watch.descriptor, events: Int16(POLLIN), revents: 0)
      return poll(&polled, 1, 0) == 1
    }
  }
}
