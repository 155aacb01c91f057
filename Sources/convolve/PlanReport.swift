internal import Convolution
internal import Engine
internal import Session
internal import SignalProcessing
internal import SoundFiles

/// What `convolve plan` prints.
struct PlanReport {
  let study: PlanStudy
  let sampleRate: Int
  let periodFrames: Int

  func text(_ impulse: ImpulseResponse, _ matrix: ImpulseMatrix) -> String {
    let block = study.plan.blockFrames
    let seconds = Double(impulse.frameCount) / Double(sampleRate)
    let megabytes = Double(study.byteCount) / 1_048_576
    return """
      \(impulse.source): \(counted(impulse.channelCount, "channel")), \(sampleRate) Hz, \
      \(counted(impulse.frameCount, "frame")) (\(seconds.text(decimals: 3)) s)
      partitions   \(study.plan), blocks of \(block) frames
      channels     \(matrix.inputCount) in, \(matrix.outputCount) out, \
      \(counted(study.pathCount, "path")), \(counted(study.tileCount, "tile"))
      memory       \(megabytes.text(decimals: 1)) MiB
      latency      \(latency)
      \(loads)
      """
  }

  private var adapterFrames: Int {
    BlockAdapter.latencyFrames(callFrames: periodFrames, blockFrames: study.plan.blockFrames)
  }

  /// Of the period and of what cuts periods into blocks.
  var latencyFrames: Int { periodFrames + adapterFrames }

  private var latency: String {
    let adapter = adapterFrames, frames = latencyFrames
    let milliseconds = (1000 * Double(frames) / Double(sampleRate)).text(decimals: 2)
    let cutting = adapter > 0 ? ", \(adapter) to cut periods into blocks" : ""
    return """
      \(frames) frames (\(milliseconds) ms): \(periodFrames) of the period\(cutting), 0 of the \
      partitions
      """
  }

  /// Predicted and measured side by side.
  private var loads: String {
    let available = 1e9 * Double(study.plan.blockFrames) / Double(sampleRate)
    let both = [study.predicted, study.measured]
    let rows =
      [["", "predicted", "measured"]]
      + [
        ["mean load  "]
          + both.map { "\(percent($0.meanShare(sampleRate: sampleRate))) of a core" },
        ["worst block"]
          + both.map {
            """
            \(($0.worstCallbackNanoseconds / 1000).text(decimals: 1)) µs, \
            \(percent($0.worstCallbackNanoseconds / available)) of its time
            """
          },
      ]
    return Table.text(rows)
  }

  private func percent(_ share: Double) -> String { "\((100 * share).text(decimals: 3)) %" }
}
