import Convolution
import Engine
import Glibc
import Session
import Settings
import SignalProcessing
import Testing

/// The worked examples in docs/examples do what they promise: their chains, analysed.
@Suite struct ExampleTests {
  private struct Example {
    let configuration: Configuration
    let preparation: ChainPreparation
    let report: ChainReport
    let matrix: ImpulseMatrix

    init(_ name: String) throws {
      let folder = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
      configuration = try Configuration.load(path: "/\(folder)/docs/examples/\(name).yaml")
      preparation = try ChainPreparation(configuration)
      report = ChainReport(configuration, preparation, costs: .typical)
      matrix = preparation.chain.combinedMatrix()
    }

    func taps(_ input: String, _ output: String) -> [Float] {
      let from = configuration.capture.channels.firstIndex(of: input)
      let to = configuration.playback.channels.firstIndex(of: output)
      return matrix.paths.first { $0.input == from && $0.output == to }?.taps ?? []
    }

    /// The level of a sine that comes through from `input` to `output`.
    func decibels(_ input: String, _ output: String, _ hertz: Double) -> Double {
      let step = 2 * Double.pi * hertz / Double(configuration.audio.sampleRate)
      var real = 0.0, imaginary = 0.0
      for (frame, tap) in taps(input, output).enumerated() {
        real += Double(tap) * cos(step * Double(frame))
        imaginary -= Double(tap) * sin(step * Double(frame))
      }
      return Decibels(power: real * real + imaginary * imaginary).value
    }
  }

  @Test func `room: both sides are corrected at their own modes, and full scale cannot clip`()
    throws
  {
    let room = try Example("room")
    let middle = ["L", "R"].map { room.decibels($0, $0, 800) }
    #expect(abs(room.decibels("L", "L", 63) - middle[0] + 6) < 0.3)
    #expect(abs(room.decibels("L", "L", 140) - middle[0] + 4) < 0.5)
    #expect(abs(room.decibels("R", "R", 110) - middle[1] + 3.5) < 0.6)
    #expect(room.taps("L", "R").isEmpty && room.taps("R", "L").isEmpty)
    #expect(
      room.report.outputs.allSatisfy { $0.headroom.worstCaseGain < 1.0001 && $0.ceiling < 0.945 })
    #expect(room.configuration.playback.volumeDecibels == -20)
  }

  @Test func `true-stereo: the sound at once, and each side's hall in both after the predelay`()
    throws
  {
    let hall = try Example("true-stereo")
    let dry = Float(Decibels(-6).amplitude)
    for side in ["L", "R"] {
      let taps = hall.taps(side, side)
      #expect(taps.first == dry)
      #expect(taps[1..<864].allSatisfy { $0 == 0 })
      #expect(taps.count > 2 * 48000)
    }
    for (from, to) in [("L", "R"), ("R", "L")] {
      let taps = hall.taps(from, to)
      #expect(taps[..<864].allSatisfy { $0 == 0 } && taps.contains { $0 != 0 })
    }
    #expect(hall.report.latency.filterFrames == 0)
  }

  @Test func `crossover: each way keeps its half, and they meet 6 dB down`() throws {
    let speaker = try Example("crossover")
    for side in ["L", "R"] {
      let low = "\(side) low", high = "\(side) high"
      #expect(abs(speaker.decibels(side, low, 2000) + 6) < 0.2)
      #expect(speaker.decibels(side, low, 16000) < -70)
      #expect(speaker.decibels(side, high, 200) < -75)
      // The gain, the text's preamp and its two bands stand in the high way.
      #expect(abs(speaker.decibels(side, high, 2000) + 6 + 4.5 + 1.5) < 1)
    }
    #expect(speaker.taps("L", "R low").isEmpty && speaker.taps("R", "L high").isEmpty)
    #expect(
      speaker.report.outputs.map { $0.ceiling.isFinite } == [false, false, true, true])
    #expect(speaker.taps("L", "L low").prefix(89).allSatisfy { $0 == 0 })
  }

  @Test func `headphone: the text's bands on both sides, held below full scale`() throws {
    let headphone = try Example("headphone")
    for side in ["L", "R"] {
      let level = { headphone.decibels(side, side, $0) }
      #expect(abs(level(20) - (-5.8 + 4.5)) < 0.3)
      #expect(abs(level(6200) - (-5.8 + 5.1)) < 0.6)
      #expect(abs(level(18000) - (-5.8 - 2)) < 0.3)
    }
    // The preamp leaves no frequency above full scale.
    #expect(headphone.report.outputs.allSatisfy { $0.headroom.responsePeak.gain < 1 })
    #expect(headphone.report.latency.filterFrames == 72)
  }
}
