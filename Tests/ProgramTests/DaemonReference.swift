import Convolution
import Engine
import Realtime
import Session
import Settings
import SignalProcessing

/// What a configuration makes of a sound, rendered without devices.
enum DaemonReference {
  /// The chain's output for these channels and silence behind them, as many frames as asked for.
  ///
  /// With the block and the partitions that the daemon reports, the samples are the daemon's.
  static func render(
    _ input: [[Float]], frames: Int, by configurationPath: String, partitions: [String]
  ) throws -> [[Float]] {
    let configuration = try Configuration.load(path: configurationPath)
    let preparation = try ChainPreparation(configuration)
    let block = BlockAdapter.blockFrames(for: configuration.audio.periodFrames)
    var plans = try partitions.map { try PartitionPlan(parsing: $0, blockFrames: block) }
    let engine = RenderEngine(preparation.chain, blockFrames: block) { _ in plans.removeFirst() }
    return try onAudioThread(Job(engine: engine, input: input, frames: frames))
  }

  /// What is written to the card for these samples: no more than full scale, nothing while the adapter holds them back, and a
  /// rise out of silence over the first 20 ms.
  static func written(_ samples: [Float], heldFrames: Int) -> [Float] {
    var frames = [Float](repeating: 0, count: heldFrames) + samples.map { min(max($0, -1), 1) }
    var ramp = GainRamp(gain: 0)
    ramp.move(to: 1, frames: fadeFrames)
    let count = frames.count
    frames.withUnsafeMutableBufferPointer { place in
      guard let start = place.baseAddress else { return }
      ramp.apply(to: start, frames: count, channelCount: 1, channelStride: count)
    }
    return frames
  }

  /// Denormal numbers count as zero there, as they do in the daemon.
  private static func onAudioThread(_ job: consuming sending Job) throws -> [[Float]] {
    let handoff = Handoff(job)
    let output = Output()
    let thread = try RealtimeThread(.init(name: "reference", priority: nil)) {
      var job = handoff.take()
      output.channels = job.run()
    }
    thread.join()
    return output.channels
  }

  /// Sendable because it is read after the thread that writes it has been joined.
  private final class Output: @unchecked Sendable {
    var channels: [[Float]] = []
  }

  private struct Job: ~Copyable {
    var engine: RenderEngine
    let input: [[Float]]
    let frames: Int

    mutating func run() -> [[Float]] {
      let block = engine.blockFrames
      var before = [Float](repeating: 0, count: engine.inputCount * block)
      var after = [Float](repeating: 0, count: engine.outputCount * block)
      var output = [[Float]](repeating: [], count: engine.outputCount)
      for first in stride(from: 0, to: frames, by: block) {
        for (channel, samples) in input.enumerated() {
          let run = samples[min(first, samples.count)..<min(first + block, samples.count)]
          let silence = repeatElement(Float(0), count: block - run.count)
          before.replaceSubrange(channel * block..<(channel + 1) * block, with: run + silence)
        }
        engine.render(before, into: &after)
        for channel in output.indices {
          output[channel] += after[channel * block..<(channel + 1) * block]
        }
      }
      return output
    }
  }
}

/// Where a heard channel first differs from the samples it should have from `offset` on.
///
/// - Returns: the frame of `heard`, or `nil` when all of `wanted` was heard.
func firstDifference(_ heard: [Float], from offset: Int, _ wanted: ArraySlice<Float>) -> Int? {
  guard heard.count >= offset + wanted.count else { return heard.count }
  return heard.withUnsafeBufferPointer { heard in
    wanted.withUnsafeBufferPointer { wanted in
      var frame = 0
      while frame < wanted.count {
        if heard[offset + frame] != wanted[frame] { return offset + frame }
        frame += 1
      }
      return nil
    }
  }
}
