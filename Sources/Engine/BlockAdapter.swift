public import Convolution

/// Renders calls of any length with an engine of fixed blocks.
///
/// Calls as long as the engine's block go straight through. Others are collected into blocks and
/// come out ``latencyFrames`` later: the block less the greatest common divisor of both lengths,
/// which is the least that never runs dry.
public struct BlockAdapter: ~Copyable {
  private var engine: RenderEngine
  private let isDirect: Bool
  private let blockFrames: Int
  /// `[input][blockFrames]`, filled up to `collected`.
  private let block: UnsafeMutablePointer<Sample>
  private var collected = 0
  /// `[output][blockFrames]`
  private let rendered: UnsafeMutablePointer<Sample>
  /// `[output][queueFrames]`, a ring of rendered frames.
  private let queue: UnsafeMutablePointer<Sample>
  private let queueFrames: Int
  private var queueStart = 0
  private var queued: Int
  /// The chain is kept out of the sound.
  private var isResting = false

  /// Frames that a sample comes out later than the engine alone would give it.
  public let latencyFrames: Int
  public let inputCount: Int
  public let outputCount: Int

  /// The block for calls of `callFrames`: the largest power of two that divides it, which adds no
  /// latency; 16 where that would be shorter.
  public static func blockFrames(for callFrames: Int) -> Int {
    precondition(callFrames > 0)
    return min(max(callFrames & -callFrames, 16), 65536)
  }

  /// What an adapter from calls of `callFrames` to blocks of `blockFrames` adds.
  public static func latencyFrames(callFrames: Int, blockFrames: Int) -> Int {
    precondition(callFrames > 0 && blockFrames > 0)
    return blockFrames - greatestCommonDivisor(callFrames, blockFrames)
  }

  /// - Parameter callFrames: what every call's length is a multiple of; 1 for calls of any length.
  public init(_ engine: consuming RenderEngine, callFrames: Int) {
    precondition(callFrames > 0)
    let frames = engine.blockFrames
    let inputs = engine.inputCount, outputs = engine.outputCount
    let latency = Self.latencyFrames(callFrames: callFrames, blockFrames: frames)
    let queueFrames = 2 * frames
    let memory = UnsafeMutablePointer<Sample>.allocate(
      capacity: (inputs + outputs) * frames + outputs * queueFrames)
    memory.initialize(repeating: 0, count: (inputs + outputs) * frames + outputs * queueFrames)
    isDirect = callFrames == frames
    blockFrames = frames
    block = memory
    rendered = memory + inputs * frames
    queue = memory + (inputs + outputs) * frames
    self.queueFrames = queueFrames
    queued = latency
    latencyFrames = latency
    inputCount = inputs
    outputCount = outputs
    self.engine = engine
  }

  deinit { block.deallocate() }

  private static func greatestCommonDivisor(_ a: Int, _ b: Int) -> Int {
    b == 0 ? a : greatestCommonDivisor(b, a % b)
  }

  /// Renders so many frames.
  ///
  /// - Parameter input: `[inputCount][frames]`.
  /// - Parameter output: `[outputCount][frames]`, overwritten. May not overlap the input.
  /// - Parameter frames: a multiple of the `callFrames` that it was made for.
  /// - Thread: audio.
  @_noLocks
  public mutating func render(
    _ input: UnsafePointer<Sample>, into output: UnsafeMutablePointer<Sample>, frames: Int
  ) {
    isResting = false
    pass(input, into: output, frames: frames, dryGain: nil)
  }

  /// Keeps the chain out of the sound for so many frames: see ``RenderEngine/rest(_:into:dryGain:)``.
  ///
  /// - Thread: audio.
  @_noLocks
  public mutating func rest(
    _ input: UnsafePointer<Sample>, into output: UnsafeMutablePointer<Sample>, frames: Int,
    dryGain: Float
  ) {
    if !isResting {
      isResting = true
      // What was rendered and not yet emitted is of the chain.
      forgetBlocks()
    }
    pass(input, into: output, frames: frames, dryGain: dryGain)
  }

  /// - Parameter dryGain: `nil` for the chain.
  @_noLocks
  private mutating func pass(
    _ input: UnsafePointer<Sample>, into output: UnsafeMutablePointer<Sample>, frames: Int,
    dryGain: Float?
  ) {
    if isDirect && frames == blockFrames {
      if let dryGain {
        engine.rest(input, into: output, dryGain: dryGain)
      } else {
        engine.render(input, into: output)
      }
      return
    }
    var done = 0
    while done < frames {
      let run = min(frames - done, blockFrames - collected)
      collect(input + done, stride: frames, run)
      if collected == blockFrames { passBlock(dryGain) }
      emit(output + done, stride: frames, run)
      done += run
    }
  }

  @_noLocks
  private mutating func collect(_ input: UnsafePointer<Sample>, stride: Int, _ run: Int) {
    var channel = 0
    while channel < inputCount {
      let place = block + channel * blockFrames + collected, source = input + channel * stride
      var frame = 0
      while frame < run {
        place[frame] = source[frame]
        frame += 1
      }
      channel += 1
    }
    collected += run
  }

  @_noLocks
  private mutating func passBlock(_ dryGain: Float?) {
    if let dryGain {
      engine.rest(block, into: rendered, dryGain: dryGain)
    } else {
      engine.render(block, into: rendered)
    }
    collected = 0
    let end = queueStart + queued
    var channel = 0
    while channel < outputCount {
      let source = rendered + channel * blockFrames, ring = queue + channel * queueFrames
      var frame = 0
      while frame < blockFrames {
        let place = end + frame
        ring[place % queueFrames] = source[frame]
        frame += 1
      }
      channel += 1
    }
    queued += blockFrames
  }

  @_noLocks
  private mutating func emit(_ output: UnsafeMutablePointer<Sample>, stride: Int, _ run: Int) {
    precondition(run <= queued, "A call was no multiple of the length agreed on.")
    var channel = 0
    while channel < outputCount {
      let place = output + channel * stride, ring = queue + channel * queueFrames
      var frame = 0
      while frame < run {
        place[frame] = ring[(queueStart + frame) % queueFrames]
        frame += 1
      }
      channel += 1
    }
    queueStart = (queueStart + run) % queueFrames
    queued -= run
  }

  /// Forgets all past input.
  ///
  /// - Thread: audio.
  @_noLocks
  public mutating func reset() {
    engine.reset()
    isResting = false
    forgetBlocks()
  }

  /// Forgets all past input while it is silent: see ``RenderEngine/beginPurge()``.
  ///
  /// - Thread: audio.
  @_noLocks
  public mutating func beginPurge() {
    engine.beginPurge()
    forgetBlocks()
  }

  /// Whether the engine's next block will be silent because of a purge.
  public var isPurging: Bool { @_noLocks get { engine.isPurging } }

  @_noLocks
  private mutating func forgetBlocks() {
    queue.update(repeating: 0, count: outputCount * queueFrames)
    queueStart = 0
    queued = latencyFrames
    collected = 0
  }
}
