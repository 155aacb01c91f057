internal import Convolution
internal import SoundFiles

/// So many frames of all channels: read, rendered in place of each part, and written.
///
/// `@unchecked`: the file's thread fills and empties it; between, each part's worker reads its inputs
/// and writes its outputs, handed over and back through a ``RenderWorker``'s signals.
final class ChannelRound: @unchecked Sendable {
  /// Frames that fit.
  let capacity: Int
  /// Frames that are to be rendered.
  private(set) var frames = 0
  private let inputCount: Int
  private let outputCount: Int
  /// `[capacity][max(inputCount, outputCount)]`
  private let interleaved: UnsafeMutablePointer<Sample>
  /// `[inputCount][capacity]`
  let inputs: UnsafeMutablePointer<Sample>
  /// `[outputCount][capacity]`; what no part writes stays silent.
  let outputs: UnsafeMutablePointer<Sample>

  init(capacity: Int, inputCount: Int, outputCount: Int) {
    self.capacity = capacity
    self.inputCount = inputCount
    self.outputCount = outputCount
    interleaved = .allocate(capacity: capacity * max(inputCount, outputCount))
    inputs = .allocate(capacity: capacity * inputCount)
    outputs = .allocate(capacity: capacity * outputCount)
    interleaved.initialize(repeating: 0, count: capacity * max(inputCount, outputCount))
    inputs.initialize(repeating: 0, count: capacity * inputCount)
    outputs.initialize(repeating: 0, count: capacity * outputCount)
  }

  deinit {
    interleaved.deallocate()
    inputs.deallocate()
    outputs.deallocate()
  }

  /// Takes what comes next of the sound, and silence behind its end.
  func fill(from source: inout SegmentSource) throws(SoundFileError) {
    frames = 0
    if source.isExhausted { return }
    let room = UnsafeMutableBufferPointer(start: interleaved, count: capacity * inputCount)
    frames = try source.fill(room)
    Interleaving.separate(interleaved, into: inputs, channels: inputCount, frames: capacity)
  }

  /// Hands on what was rendered.
  func write(to sink: any FrameSink) throws(SoundFileError) {
    Interleaving.join(outputs, into: interleaved, channels: outputCount, frames: capacity)
    try sink.write(UnsafeBufferPointer(start: interleaved, count: frames * outputCount))
  }
}
