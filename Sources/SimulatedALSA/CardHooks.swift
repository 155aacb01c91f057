internal import AudioDevices
internal import CSimulatedCard
internal import Glibc
internal import SimulatedDevices

/// The hardware of a simulated stream, as libasound's plugin interface asks for it.
enum CardHooks {
  /// Opens the stream in libasound. The stream is kept alive until libasound closes it.
  static func open(_ stream: SimulatedStream, name: String) -> (pcm: OpaquePointer?, error: Int32) {
    let context = Unmanaged.passRetained(stream)
    var hooks = hooks
    hooks.context = context.toOpaque()
    var offer = offer(of: stream)
    var error: Int32 = 0
    let pcm = simulated_card_open(name, &offer, &hooks, &error)
    if pcm == nil { context.release() }
    return (pcm.map { OpaquePointer($0) }, error)
  }

  private static func offer(of stream: SimulatedStream) -> simulated_card_offer {
    let offer = stream.side.offer, format = stream.format
    return simulated_card_offer(
      is_playback: stream.direction == .playback ? 1 : 0, rate: UInt32(format.sampleRate),
      channels: UInt32(format.channelCount), least_period: UInt32(offer.periodFrames.lowerBound),
      longest_period: UInt32(offer.periodFrames.upperBound),
      longest_buffer: UInt32(offer.longestBufferFrames))
  }

  private static func stream(_ context: UnsafeMutableRawPointer?) -> SimulatedStream {
    guard let context else { preconditionFailure("A hook was called without its stream.") }
    return Unmanaged<SimulatedStream>.fromOpaque(context).takeUnretainedValue()
  }

  private static var hooks: simulated_card_hooks {
    var hooks = simulated_card_hooks()
    hooks.prepare = { Int32(CardHooks.stream($0).prepare()) }
    hooks.start = { Int32(CardHooks.stream($0).start()) }
    hooks.stop = {
      CardHooks.stream($0).drop()
      return 0
    }
    hooks.resume = { Int32(CardHooks.stream($0).resume()) }
    hooks.drain = {
      let code = CardHooks.stream($0).drain()
      return code == -Int(EAGAIN) ? 0 : Int32(code)
    }
    hooks.position = {
      let stream = CardHooks.stream($0)
      stream.sync()
      return stream.state == .xrun ? -Int64(EPIPE) : Int64(stream.hardware)
    }
    hooks.standstill = {
      switch CardHooks.stream($0).state {
      case .suspended: Int32(SIMULATED_CARD_SUSPENDED)
      case .disconnected: Int32(SIMULATED_CARD_DISCONNECTED)
      default: 0
      }
    }
    hooks.transfer = { context, memory, frames in
      guard let memory else { return -Int64(EFAULT) }
      return Int64(CardHooks.transfer(CardHooks.stream(context), memory, Int(frames)))
    }
    hooks.close = { context in
      guard let context else { return }
      Unmanaged<SimulatedStream>.fromOpaque(context).release()
    }
    return hooks
  }

  private static func transfer(
    _ stream: SimulatedStream, _ memory: UnsafeMutablePointer<Float>, _ frames: Int
  ) -> Int {
    stream.direction == .capture
      ? stream.read(into: memory, frames: frames) : stream.write(memory, frames: frames)
  }
}
