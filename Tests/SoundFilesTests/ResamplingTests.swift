import Glibc
import SoundFiles
import Testing
import TestSupport

@Suite struct ResamplingTests {
  static let rates = [
    (96_000, 48_000), (44_100, 48_000), (48_000, 44_100), (48_000, 96_000), (192_000, 44_100),
    (48_000, 384_000), (8000, 48_000), (44_101, 48_000),
  ]

  /// A decaying room of noise, with silence on both sides to ring in.
  private func room(rate: Int) -> ImpulseResponse {
    var generator = SeededGenerator(seed: 3)
    let margin = rate / 40
    let frames = rate / 20
    var taps = [Double](repeating: 0, count: margin)
    for frame in 0..<frames {
      let envelope = exp(-150 * Double(frame) / Double(rate))
      taps.append(Double(envelope * Double.random(in: -1...1, using: &generator)))
    }
    taps += [Double](repeating: 0, count: margin)
    taps[margin] += 20
    return ImpulseResponse(source: "impulses/hall.wav", sampleRate: rate, channels: [taps])
  }

  /// The response at a frequency in Hz, in double precision.
  private func response(_ impulse: ImpulseResponse, _ frequency: Double) -> (re: Double, im: Double)
  {
    var (re, im) = (0.0, 0.0)
    for (frame, tap) in impulse.channels[0].enumerated() {
      let angle = -2 * Double.pi * frequency * Double(frame) / Double(impulse.sampleRate)
      re += Double(tap) * cos(angle)
      im += Double(tap) * sin(angle)
    }
    return (re, im)
  }

  @Test("magnitude and phase stay within 0.01 dB", arguments: rates)
  func gain(from: Int, to: Int) throws {
    let before = room(rate: from)
    let after = try before.resampled(to: to)
    let top = 0.9 * Double(min(from, to)) / 2
    for share in [0, 0.001, 0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 1] {
      let a = response(before, share * top)
      let b = response(after, share * top)
      let error = hypot(b.re - a.re, b.im - a.im) / hypot(a.re, a.im)
      // 0.00115 is 0.01 dB.
      #expect(error < 0.00115, "\(share * top) Hz")
    }
    #expect(after.notes.count == 1)
  }

  @Test("a tap at time t stays at time t", arguments: rates)
  func position(from: Int, to: Int) throws {
    var taps = [Double](repeating: 0, count: from / 4)
    // At 0.1 s, a whole number of frames at most rates.
    taps[from / 10] = 1
    let before = ImpulseResponse(source: "test", sampleRate: from, channels: [taps])
    let after = try before.resampled(to: to)
    let expected = (Double(from / 10) * Double(to) / Double(from)).rounded()
    #expect(after.measures().channels[0].peakFrame == Int(expected))
    let sum = after.channels[0].reduce(0.0) { $0 + Double($1) }
    #expect(abs(sum - 1) < 1e-5)
  }

  @Test("the length is the time, rounded up", arguments: rates)
  func length(from: Int, to: Int) throws {
    for frames in [1, 2, 3, 100, 101, 1023] {
      let before = ImpulseResponse(
        source: "test", sampleRate: from,
        channels: [[Double]](repeating: .init(repeating: 0.5, count: frames), count: 2))
      let after = try before.resampled(to: to)
      #expect(after.frameCount == (frames * to + from - 1) / from)
      #expect(after.channelCount == 2)
      #expect(after.sampleRate == to)
    }
  }

  @Test("there and back again is the same to -90 dB")
  func thereAndBack() throws {
    let before = room(rate: 48_000)
    // Without content above the passband, which the way down would lose.
    let low = try before.resampled(to: 24_000).resampled(to: 48_000)
    let back = try low.resampled(to: 96_000).resampled(to: 48_000)
    var (error, signal) = (0.0, 0.0)
    for (a, b) in zip(low.channels[0], back.channels[0]) {
      error += Double((a - b) * (a - b))
      signal += Double(a * a)
    }
    #expect(10 * log10(error / signal) < -90)
  }

  @Test("the note says what was done and how much")
  func note() throws {
    #expect(
      try room(rate: 96_000).resampled(to: 48_000).notes == [
        "impulses/hall.wav: 96000 Hz, session runs at 48000 Hz: resampled, taps scaled by 2.000"
      ])
    #expect(
      try room(rate: 44_100).resampled(to: 48_000).notes == [
        "impulses/hall.wav: 44100 Hz, session runs at 48000 Hz: resampled, taps scaled by 0.919"
      ])
  }

  @Test("the same rate changes nothing and says nothing")
  func same() throws {
    let before = room(rate: 48_000)
    #expect(try before.resampled(to: 48_000) == before)
  }

  @Test("ringing that the first or last tap cuts off is said")
  func cut() throws {
    let taps: [Double] = [1] + [Double](repeating: 0, count: 4000)
    for edge in [taps, taps.reversed()] {
      let before = ImpulseResponse(source: "eq.wav", sampleRate: 44_100, channels: [edge])
      let after = try before.resampled(to: 48_000)
      #expect(after.notes.count == 2)
      #expect(after.notes.last?.contains("eq.wav: resampling cut ringing of -") == true)
    }
  }

  @Test("rates out of range, too much memory and overflow are refused")
  func refused() throws {
    let short = ImpulseResponse(source: "test", sampleRate: 48_000, channels: [[1]])
    for rate in [0, -1, 7999, 768_001] {
      #expect(kind { _ = try short.resampled(to: rate) } == .unsupported)
    }
    let wide = ImpulseResponse(
      source: "test", sampleRate: 8000,
      channels: .init(repeating: .init(repeating: 1, count: 8000), count: 256))
    #expect(kind { _ = try wide.resampled(to: 768_000) } == .tooLarge)
    var large = [Double](repeating: 0, count: 4000)
    for frame in 1900..<2100 { large[frame] = 3e38 }
    let loud = ImpulseResponse(source: "test", sampleRate: 96_000, channels: [large])
    #expect(kind { _ = try loud.resampled(to: 48_000) } == .malformed)
  }
}
