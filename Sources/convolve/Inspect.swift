internal import ArgumentParser
internal import SignalProcessing
internal import SoundFiles

/// `convolve inspect IR`
struct Inspect: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print what an impulse response does to level and time.")

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
    let titles = ["channel", "peak", "at frame", "energy", "worst case", "pre-delay"]
    let rows = measures.channels.enumerated().map { index, channel in
      let delay = 1000 * Double(channel.preDelayFrames) / Double(impulse.sampleRate)
      return [
        String(index + 1), level(channel.peakDecibels), String(channel.peakFrame),
        level(channel.energyDecibels), level(channel.worstCaseGainDecibels),
        "\(counted(channel.preDelayFrames, "frame")), \(delay.text(decimals: 2)) ms",
      ]
    }
    return head + "\n" + table([titles] + rows)
  }

  private static func level(_ decibels: Double) -> String {
    Decibels(decibels).text(decimals: 2)
  }

  private static func table(_ rows: [[String]]) -> String {
    let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    return rows.map { row in
      zip(row, widths).map { cell, width in
        String(repeating: " ", count: width - cell.count) + cell
      }.joined(separator: "  ")
    }.joined(separator: "\n")
  }
}
