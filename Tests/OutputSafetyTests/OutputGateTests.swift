import OutputSafety
import SignalProcessing
import Testing

/// Mutes without a click, and silence that is silent.
@Suite struct OutputGateTests {
  private static let fadeFrames = OutputGate.fadeFrames(sampleRate: Splatter.sampleRate)

  /// What a gate makes of the tone; `change` is called before each frame.
  private func gated(
    blockFrames: Int = 256, _ change: (Int, inout OutputGate) -> Void
  ) -> [Float] {
    var gate = OutputGate(fadeFrames: Self.fadeFrames)
    var signal = (0..<Splatter.frames).map(Splatter.tone)
    var frame = 0
    while frame < signal.count {
      change(frame, &gate)
      // Changes take effect at the edges of blocks, one of which is the middle.
      let next = frame < Splatter.middle ? Splatter.middle : signal.count
      let count = min(blockFrames, next - frame)
      signal.withUnsafeMutableBufferPointer { samples in
        guard let first = samples.baseAddress else { return }
        gate.apply(to: first + frame, frames: count, channelCount: 1, layout: .interleaved)
      }
      frame += count
    }
    return signal
  }

  @Test("20 ms are 960 frames at 48 kHz")
  func duration() { #expect(Self.fadeFrames == 960) }

  @Test("a start splatters below -120 dBFS above 6 kHz")
  func start() {
    let signal = gated { frame, gate in
      if frame == Splatter.middle { gate.release(.start) }
    }
    #expect(Splatter.peakAbove6kHz(signal) < -120)
    #expect(signal[..<Splatter.middle].allSatisfy { $0 == 0 })
    #expect(signal[(Splatter.middle + 960)...].elementsEqual(tail(960)))
  }

  @Test("a mute and a stop splatter below -120 dBFS above 6 kHz", arguments: [2, 4, 16] as [UInt8])
  func mute(reason: UInt8) {
    let signal = gated { frame, gate in
      gate.release(.start)
      if frame == Splatter.middle { gate.mute(MuteReasons(rawValue: reason)) }
    }
    #expect(Splatter.peakAbove6kHz(signal) < -120)
    #expect(signal[(Splatter.middle + 960)...].allSatisfy { $0 == 0 })
  }

  @Test(
    "a change of mind in the middle of a fade splatters no more", arguments: [1, 200, 480, 900])
  func reversal(frames: Int) {
    let signal = gated(blockFrames: 1) { frame, gate in
      gate.release(.start)
      if frame == Splatter.middle { gate.mute(.request) }
      if frame == Splatter.middle + frames { gate.release(.request) }
    }
    #expect(Splatter.peakAbove6kHz(signal) < -120)
    #expect(signal[(Splatter.middle + 1_920)...].elementsEqual(tail(1_920)))
    #expect(signal[Splatter.middle + 959].magnitude < 1e-5)
  }

  private func tail(_ frames: Int) -> [Float] {
    (Splatter.middle + frames..<Splatter.frames).map(Splatter.tone)
  }

  @Test("the measure sees a click: a cut splatters above -60 dBFS")
  func cut() {
    let signal = gated { frame, gate in
      gate.release(.start)
      if frame == Splatter.middle {
        gate.mute(.fault)
        gate.cut()
      }
    }
    #expect(Splatter.peakAbove6kHz(signal) > -60)
    #expect(signal[Splatter.middle...].allSatisfy { $0 == 0 })
  }

  @Test("it sounds only when no reason is left")
  func reasons() {
    var gate = OutputGate(fadeFrames: 4)
    #expect(gate.isSilent == true)
    gate.mute([.fault, .request])
    for reason in [MuteReasons.start, .fault] {
      gate.release(reason)
      #expect(ones(8, &gate) == [Float](repeating: 0, count: 8))
      #expect(gate.isSilent == true)
    }
    gate.release(.request)
    #expect(ones(8, &gate).suffix(4) == [1, 1, 1, 1])
    #expect(gate.isOpen == true)
    gate.mute(.stop)
    #expect(gate.isOpen == false)
    #expect(gate.isSilent == false)
    #expect(ones(8, &gate).suffix(4) == [0, 0, 0, 0])
    #expect(gate.isSilent == true)
  }

  @Test("a fade out is the fade in played backwards, whatever the blocks", arguments: [1, 3, 40])
  func symmetry(blockFrames: Int) {
    var gate = OutputGate(fadeFrames: 20)
    gate.release(.start)
    var (rising, falling): ([Float], [Float]) = ([], [])
    while rising.count < 40 { rising += ones(min(blockFrames, 40 - rising.count), &gate) }
    gate.mute(.stop)
    while falling.count < 40 { falling += ones(min(blockFrames, 40 - falling.count), &gate) }
    #expect(rising.prefix(20) == ArraySlice(falling.prefix(20).reversed()))
    #expect(zip(rising, rising.dropFirst()).allSatisfy { $0 <= $1 })
  }

  @Test("all channels of a frame get the same gain, in both layouts")
  func layouts() {
    for layout in [BlockLayout.interleaved, .planar(channelStride: 10)] {
      var gate = OutputGate(fadeFrames: 10)
      gate.release(.start)
      var samples = [Float](repeating: 1, count: 30)
      gate.apply(to: &samples, frames: 10, channelCount: 3, layout: layout)
      for frame in 0..<10 {
        let of = (0..<3).map {
          layout == .interleaved ? samples[3 * frame + $0] : samples[10 * $0 + frame]
        }
        #expect(of[0] > 0 && of[0] < 1)
        #expect(of[1] == of[0] && of[2] == of[0])
      }
    }
  }

  @Test("silence is silent even under infinity and NaN")
  func hardSilence() {
    var gate = OutputGate(fadeFrames: 10)
    var samples: [Float] = [.infinity, .nan, -.infinity, 1]
    gate.apply(to: &samples, frames: 4, channelCount: 1, layout: .interleaved)
    #expect(samples == [0, 0, 0, 0])
  }

  private func ones(_ frames: Int, _ gate: inout OutputGate) -> [Float] {
    var samples = [Float](repeating: 1, count: frames)
    gate.apply(to: &samples, frames: frames, channelCount: 1, layout: .interleaved)
    return samples
  }
}
