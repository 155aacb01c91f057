internal import ArgumentParser
internal import Engine
internal import SignalProcessing
internal import SoundFiles

/// `convolve inspect IR`
struct Inspect: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print what an impulse response does to level and time.",
    discussion: """
      Per channel: the largest tap; the gain for white noise (energy); the most that any sound of \
      full scale can come to (worst case); the most that a sine can, and its frequency (loudest \
      sine); and the silence in front.
      """)

  @Argument(help: "The impulse response.") var file: String

  func run() throws {
    let impulse = try unwrap { () throws(SoundFileError) in
      try ImpulseResponse.load(path: file)
    }
    for note in impulse.notes { Console.say(note) }
    print(Self.text(impulse))
  }

  private static func text(_ impulse: ImpulseResponse) -> String {
    let measures = impulse.measures()
    let head = """
      \(impulse.source): \(counted(impulse.channelCount, "channel")), \(impulse.sampleRate) Hz, \
      \(counted(impulse.frameCount, "frame")) (\(measures.seconds.text(decimals: 3)) s)
      """
    let titles = [
      "channel", "peak", "at frame", "energy", "worst case", "loudest sine", "at", "pre-delay",
    ]
    let headroom = Headroom.outputs(of: ImpulseLayout.fanOut(impulses: impulse.channels))
    let rows = measures.channels.enumerated().map { index, channel in
      let sine = headroom[index].responsePeak
      let delay = 1000 * Double(channel.preDelayFrames) / Double(impulse.sampleRate)
      return [
        String(index + 1), level(channel.peakDecibels), String(channel.peakFrame),
        level(channel.energyDecibels), level(channel.worstCaseGainDecibels),
        Decibels(amplitude: sine.gain).text(decimals: 2),
        Frequency(sine.hertz(sampleRate: impulse.sampleRate)).description,
        "\(counted(channel.preDelayFrames, "frame")), \(delay.text(decimals: 2)) ms",
      ]
    }
    return head + "\n" + Table.text([titles] + rows)
  }

  private static func level(_ decibels: Double) -> String {
    Decibels(decibels).text(decimals: 2)
  }
}
