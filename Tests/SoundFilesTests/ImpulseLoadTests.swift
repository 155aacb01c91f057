import SoundFiles
import Testing
import TestSupport

@Suite struct ImpulseLoadTests {
  static let float = SoundEncoding(container: .wav, sample: .float32)

  private func refusal(_ file: [UInt8], limits: ImpulseLimits = .default) throws -> SoundFileError?
  {
    let folder = try TemporaryFolder()
    let path = try folder.write(file, as: "a.wav")
    do {
      _ = try ImpulseResponse.load(path: path, limits: limits)
      return nil
    } catch {
      return error
    }
  }

  private func floats(_ samples: [Float], channels: Int = 1, claimedBytes: Int? = nil) -> [UInt8] {
    wave(
      format: 3, bits: 32, channels: channels, samples: bytes(samples), claimedBytes: claimedBytes)
  }

  @Test("channels come apart in order, over several reading steps", arguments: [1, 2, 5, 14])
  func channels(count: Int) throws {
    let folder = try TemporaryFolder()
    let frames = 70_001
    let samples = exactSamples(.float32, count: frames * count)
    try write(samples, to: folder.path("a.wav"), Self.float, channels: count, rate: 96_000)
    let impulse = try ImpulseResponse.load(path: folder.path("a.wav"))
    #expect(impulse.source == folder.path("a.wav"))
    #expect(impulse.sampleRate == 96_000)
    #expect(impulse.channelCount == count)
    #expect(impulse.frameCount == frames)
    #expect(impulse.notes.isEmpty)
    for channel in 0..<count {
      let expected = stride(from: channel, to: samples.count, by: count).map {
        Double(samples[$0])
      }
      #expect(impulse.channels[channel] == expected)
    }
  }

  @Test("one tap is an impulse response")
  func oneTap() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(floats([0.5]), as: "a.wav")
    #expect(try ImpulseResponse.load(path: path).channels == [[0.5]])
  }

  @Test("D1: no frames and only zeros are named errors")
  func withoutMeaning() throws {
    let empty = try #require(try refusal(floats([])))
    #expect(empty.kind == .malformed && empty.message.contains("no frames"))
    let silent = try #require(try refusal(floats([0, -0, 0, 0], channels: 2)))
    #expect(silent.kind == .malformed && silent.message.contains("only zeros"))
    #expect(try refusal(floats([0, 0, 0, 1e-30], channels: 2)) == nil)
  }

  @Test("D1: a tap that is not finite is named with its channel and frame")
  func notFinite() throws {
    for broken in [Float.nan, .infinity, -.infinity] {
      let error = try #require(try refusal(floats([1, 1, 1, 1, 1, broken, 1, 1], channels: 2)))
      #expect(error.kind == .malformed)
      #expect(error.message.contains("channel 2 at frame 2"))
    }
  }

  @Test("a double beyond the range of a float is not finite either")
  func doubleOverflow() throws {
    let samples = [0.5, 1e300].flatMap { little(Int($0.bitPattern), 8) }
    let error = try refusal(wave(format: 3, bits: 64, channels: 1, samples: samples))
    #expect(error?.kind == .malformed)
  }

  @Test("D3: the limits of length, channels, memory and rate are named", arguments: [0, 1, 2, 3])
  func limits(which: Int) throws {
    let file = floats([Float](repeating: 1, count: 9600), channels: 2)
    let allowed = [
      ImpulseLimits(seconds: 0.1), ImpulseLimits(channelCount: 2), ImpulseLimits(tapCount: 9600),
      ImpulseLimits(sampleRates: 48_000...48_000),
    ]
    let refused = [
      ImpulseLimits(seconds: 0.0999), ImpulseLimits(channelCount: 1), ImpulseLimits(tapCount: 9599),
      ImpulseLimits(sampleRates: 48_001...96_000),
    ]
    let kinds: [SoundFileError.Kind] = [.tooLarge, .unsupported, .tooLarge, .unsupported]
    #expect(try refusal(file, limits: allowed[which]) == nil)
    #expect(try refusal(file, limits: refused[which])?.kind == kinds[which])
  }

  @Test("D3: a header that promises 2^62 frames takes no memory for them")
  func endless() throws {
    let count = 1 << 62
    var file = Array("RF64".utf8) + little(0xFFFF_FFFF, 4) + Array("WAVEds64".utf8) + little(28, 4)
    file += little(count, 8) + little(count, 8) + little(count, 8) + little(0, 4)
    file += Array("fmt ".utf8) + little(16, 4) + little(3, 2) + little(1, 2) + little(48_000, 4)
    file += little(192_000, 4) + little(4, 2) + little(32, 2)
    file += Array("data".utf8) + little(0xFFFF_FFFF, 4) + bytes([1, 2, 3])
    let folder = try TemporaryFolder()
    let path = try folder.write(file, as: "a.wav")
    guard let impulse = try whole(path, mayRefuse: true) else { return }
    #expect(impulse.channels == [[1, 2, 3]])
    #expect(impulse.notes.first?.contains("promises") == true)
  }

  /// The response, or `nil` for a file refused as damaged, which libsndfile does to some CAF files.
  private func whole(_ path: String, mayRefuse: Bool) throws -> ImpulseResponse? {
    do {
      return try ImpulseResponse.load(path: path)
    } catch {
      guard mayRefuse, error.kind == .malformed else { throw error }
      return nil
    }
  }

  @Test("D1: a header that promises more than there is gives a shorter response and a note")
  func brokenOff() throws {
    let folder = try TemporaryFolder()
    for encoding in RoundTripTests.encodings where encoding.container != .flac {
      let samples = exactSamples(encoding.sample, count: 2 * 5000)
      try write(samples, to: folder.path("a"), encoding, replacing: .existing)
      let file = try folder.bytes("a")
      let path = try folder.write(Array(file.dropLast(file.count / 3)), as: "cut")
      guard let impulse = try whole(path, mayRefuse: encoding.container == .caf) else { continue }
      #expect((3000...3400).contains(impulse.frameCount))
      #expect(impulse.notes.count == 1)
      #expect(impulse.notes.first?.contains("promises 5000 frames") == true, "\(encoding)")
      #expect(impulse.notes.first?.hasPrefix(path) == true)
      #expect(impulse.channels[1][7] == Double(samples[15]))
    }
  }

  @Test("D1: a FLAC file that broke off is an error or a shorter response with a note")
  func brokenFlac() throws {
    let folder = try TemporaryFolder()
    let encoding = SoundEncoding(container: .flac, sample: .int16)
    let samples = exactSamples(.int16, count: 2 * 20_000)
    try write(samples, to: folder.path("a"), encoding)
    let whole = try folder.bytes("a")
    for share in 1...9 {
      let path = try folder.write(Array(whole.prefix(whole.count * share / 10)), as: "cut")
      do {
        let impulse = try ImpulseResponse.load(path: path)
        #expect(impulse.frameCount < 20_000)
        #expect(impulse.notes.first?.contains("promises 20000 frames") == true)
      } catch {
        #expect(error.kind == .malformed)
      }
    }
  }

  @Test("the placeholder sizes of programs that write to pipes are no promise")
  func placeholders() throws {
    let folder = try TemporaryFolder()
    for claim in [0xFFFF_FFFF, 0x7FFF_FFFF, 0x7FFF_F000] {
      let path = try folder.write(floats([1, 2, 3], claimedBytes: claim), as: "a.wav")
      let impulse = try ImpulseResponse.load(path: path)
      #expect(impulse.channels == [[1, 2, 3]])
      #expect(impulse.notes.isEmpty)
    }
  }

  @Test("what follows the samples is not taken for samples")
  func trailing() throws {
    let folder = try TemporaryFolder()
    let junk = Array("LIST".utf8) + little(4, 4) + [1, 2, 3, 4]
    let path = try folder.write(floats([1, 2, 3]) + junk, as: "a.wav")
    #expect(try ImpulseResponse.load(path: path).channels == [[1, 2, 3]])
  }
}

@Suite struct ImpulseMeasuresTests {
  @Test("peak, energy, worst case and delay of a small response")
  func measures() {
    let impulse = ImpulseResponse(
      source: "test", sampleRate: 1000, channels: [[0, 0.0001, 0.3, -0.4, 0], [0, 0, 0, 0, 0]])
    let measures = impulse.measures()
    let first = measures.channels[0]
    #expect(first.peak == 0.4)
    #expect(first.peakFrame == 3)
    #expect(abs(first.energy - 0.25) < 1e-6)
    #expect(abs(first.energyDecibels + 6.0206) < 1e-3)
    #expect(abs(first.worstCaseGain - 0.7001) < 1e-6)
    #expect(abs(first.peakDecibels + 7.9588) < 1e-3)
    #expect(abs(first.worstCaseGainDecibels + 3.0968) < 1e-3)
    // -72 dB of the peak is not yet audible.
    #expect(first.preDelayFrames == 2)
    #expect(measures.frameCount == 5)
    #expect(measures.seconds == 0.005)
    let silent = measures.channels[1]
    #expect(silent.peakDecibels == -.infinity && silent.energyDecibels == -.infinity)
    #expect(silent.preDelayFrames == 0 && silent.peakFrame == 0)
  }

  @Test("the worst case gain is reached by the signs of the reversed taps")
  func worstCase() {
    let taps = exactSamples(.float32, count: 300).map { Double($0) }
    let worst = taps.reduce(0.0) { $0 + $1 * ($1 < 0 ? -1 : 1) }
    let impulse = ImpulseResponse(source: "test", sampleRate: 48_000, channels: [taps])
    #expect(abs(impulse.measures().channels[0].worstCaseGain - worst) < 1e-9)
  }
}
