internal import Engine
internal import Offline
internal import OfflineDouble
internal import Rendering
internal import Session
internal import SoundFiles

extension Render {
  /// The impulse response laid over the sound's channels, in the precision asked for.
  func convolution(for reader: SoundFileReader) throws -> any OfflineConvolution {
    let request = try request(for: reader)
    do throws(OfflineRequestError) {
      switch precision {
      case .single: return try Offline.FileConvolution(request)
      case .double: return try OfflineDouble.FileConvolution(request)
      }
    } catch {
      throw failure(error.description, .badSound)
    }
  }

  private func request(for reader: SoundFileReader) throws -> OfflineRequest {
    let impulse = try unwrap { () throws(SoundFileError) in
      try ImpulseResponse.load(path: ir).resampled(to: reader.sampleRate)
    }
    if !quiet { for note in impulse.notes { Console.say(note) } }
    var request = OfflineRequest(
      impulse: impulse, layout: layout.rawValue, channelCount: reader.channelCount)
    request.wetDecibels = wet.decibels
    request.dryDecibels = dry?.decibels
    request.predelayFrames = try predelayFrames(at: reader.sampleRate)
    request.tail = tail == .full ? .full : .cut
    if let partitions {
      request.plan = .given(partitions, blockFrames: block)
    } else if let block {
      request.plan = .live(blockFrames: block)
    }
    return request
  }

  private func predelayFrames(at sampleRate: Int) throws -> Int {
    guard let predelay else { return 0 }
    guard let frames = predelay.frames(at: sampleRate) else {
      throw failure("--predelay is \(predelay.text); allowed is up to 600s", .usage)
    }
    return frames
  }
}
