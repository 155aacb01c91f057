internal import Engine
internal import Offline
internal import OfflineDouble
internal import Rendering
internal import Session
internal import SoundFiles

extension FileRender {
  /// The impulse response laid over the sound's channels, in the precision asked for.
  func filter(
    _ task: RenderTask, for reader: SoundFileReader
  ) throws(CommandFailure) -> PreparedFilter {
    let key = FilterKey(
      response: task.response, sampleRate: reader.sampleRate, channelCount: reader.channelCount)
    return try filters.filter(key) { () throws(CommandFailure) in try prepare(key) }
  }

  private func prepare(_ key: FilterKey) throws(CommandFailure) -> PreparedFilter {
    let impulse = try known { () throws(SoundFileError) in
      try ImpulseResponse.load(path: key.response).resampled(to: key.sampleRate)
    }
    return PreparedFilter(
      convolution: try convolution(try request(impulse, key)),
      identity: FileIdentity(path: key.response), notes: impulse.notes)
  }

  private func convolution(
    _ request: OfflineRequest
  ) throws(CommandFailure) -> any OfflineConvolution {
    do throws(OfflineRequestError) {
      switch settings.filter.precision {
      case .single: return try Offline.FileConvolution(request)
      case .double: return try OfflineDouble.FileConvolution(request)
      }
    } catch {
      throw CommandFailure(error.description, .badSound)
    }
  }

  private func request(
    _ impulse: ImpulseResponse, _ key: FilterKey
  ) throws(CommandFailure) -> OfflineRequest {
    var request = OfflineRequest(
      impulse: impulse, layout: settings.filter.layout.rawValue, channelCount: key.channelCount)
    request.wetDecibels = settings.levels.wet.decibels
    request.dryDecibels = settings.levels.dry?.decibels
    request.predelayFrames = try predelayFrames(at: key.sampleRate)
    request.tail = settings.span.tail == .full ? .full : .cut
    request.reuse = filters.reuse
    if let partitions = settings.filter.partitions {
      request.plan = .given(partitions, blockFrames: settings.filter.block)
    } else if let block = settings.filter.block {
      request.plan = .live(blockFrames: block)
    }
    return request
  }

  private func predelayFrames(at sampleRate: Int) throws(CommandFailure) -> Int {
    guard let predelay = settings.levels.predelay else { return 0 }
    guard let frames = predelay.frames(at: sampleRate) else {
      throw CommandFailure("--predelay is \(predelay.text); allowed is up to 600s", .usage)
    }
    return frames
  }
}
