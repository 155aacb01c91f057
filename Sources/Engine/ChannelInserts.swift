import Convolution
import SignalProcessing

/// A recursive filter in the way of one channel.
struct ChannelFilter: ~Copyable {
  let channel: Int
  var cascade: BiquadCascade
}

/// A delay in the way of one channel.
struct ChannelDelay: ~Copyable {
  let channel: Int
  var line: DelayLine
}

/// A limiter over some channels.
struct ChannelLimiter: ~Copyable {
  private let channels: UnsafeMutablePointer<Int>
  /// `[channel][blockFrames]`: the limiter wants its channels side by side.
  private let scratch: UnsafeMutablePointer<Sample>
  private let blockFrames: Int
  private var limiter: LookAheadLimiter

  init(_ group: [Int], of stage: LimiterStage, blockFrames: Int) {
    let channels = UnsafeMutablePointer<Int>.allocate(capacity: group.count)
    channels.initialize(from: group, count: group.count)
    let scratch = UnsafeMutablePointer<Sample>.allocate(capacity: group.count * blockFrames)
    scratch.initialize(repeating: 0, count: group.count * blockFrames)
    self.channels = channels
    self.scratch = scratch
    self.blockFrames = blockFrames
    limiter = LookAheadLimiter(
      channelCount: group.count, ceiling: stage.ceiling, lookAheadFrames: stage.lookAheadFrames,
      releaseFrames: stage.releaseFrames)
  }

  deinit {
    channels.deallocate()
    scratch.deallocate()
  }

  @_noLocks
  mutating func apply(to block: UnsafeMutablePointer<Sample>) {
    var index = 0
    while index < limiter.channelCount {
      copySamples(
        block + channels[index] * blockFrames, to: scratch + index * blockFrames,
        count: blockFrames)
      index += 1
    }
    limiter.apply(to: scratch, frames: blockFrames, channelStride: blockFrames)
    index = 0
    while index < limiter.channelCount {
      copySamples(
        scratch + index * blockFrames, to: block + channels[index] * blockFrames,
        count: blockFrames)
      index += 1
    }
  }

  @_noLocks
  mutating func reset() { limiter.reset() }
}

/// What a step does to single channels in place, as the audio thread sees it: at most one of the
/// three kinds is there.
struct ChannelInserts {
  let filters: UnsafeMutablePointer<ChannelFilter>
  let filterCount: Int
  let delays: UnsafeMutablePointer<ChannelDelay>
  let delayCount: Int
  let limiters: UnsafeMutablePointer<ChannelLimiter>
  let limiterCount: Int

  /// Works on one planar block in place.
  @_noLocks
  func apply(to block: UnsafeMutablePointer<Sample>, blockFrames: Int) {
    var index = 0
    while index < filterCount {
      let place = block + filters[index].channel * blockFrames
      filters[index].cascade.apply(to: place, frames: blockFrames)
      index += 1
    }
    index = 0
    while index < delayCount {
      delays[index].line.apply(to: block + delays[index].channel * blockFrames)
      index += 1
    }
    index = 0
    while index < limiterCount {
      limiters[index].apply(to: block)
      index += 1
    }
  }

  /// Forgets all past input but that of the delays, which ``clear(from:atMost:)`` does.
  @_noLocks
  func restart() {
    var index = 0
    while index < filterCount {
      filters[index].cascade.reset()
      index += 1
    }
    index = 0
    while index < limiterCount {
      limiters[index].reset()
      index += 1
    }
  }

  /// Clears the next part of the delays.
  ///
  /// - Parameter first: samples that are cleared already.
  /// - Returns: samples cleared; fewer than the limit once all are.
  @_noLocks
  func clear(from first: Int, atMost limit: Int) -> Int {
    var done = 0
    var skipped = 0
    var index = 0
    while index < delayCount && done < limit {
      let start = first + done - skipped
      done += delays[index].line.clear(from: start, atMost: limit - done)
      skipped += delays[index].line.sampleCount
      index += 1
    }
    return done
  }
}
