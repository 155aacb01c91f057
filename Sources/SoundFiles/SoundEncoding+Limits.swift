internal import CSndfile

extension SoundEncoding {
  /// What libsndfile is told about a file to write.
  func head(sampleRate: Int, channelCount: Int) -> SF_INFO {
    var head = SF_INFO()
    head.samplerate = Int32(clamping: sampleRate)
    head.channels = Int32(clamping: channelCount)
    head.format = writingFormat
    return head
  }

  /// Throws `unsupported` when a file of this encoding cannot hold such frames.
  func demandRoom(
    _ path: String, sampleRate: Int, channelCount: Int, _ head: inout SF_INFO
  ) throws(SoundFileError) {
    let channels = SoundFileReader.channelCounts
    let rates = SoundFileReader.sampleRates
    guard channels.contains(channelCount) else {
      throw unsupported(
        path,
        "cannot hold \(channelCount) channels; "
          + "\(channels.lowerBound) to \(channels.upperBound) are written")
    }
    guard rates.contains(sampleRate) else {
      throw unsupported(
        path,
        "cannot have a sample rate of \(sampleRate) Hz; "
          + "\(rates.lowerBound) to \(rates.upperBound) Hz are written")
    }
    if container == .flac, channelCount > 8 {
      throw unsupported(
        path, "FLAC holds 8 channels and there are \(channelCount); write .wav or .caf instead")
    }
    if container == .flac, sampleRate > 655_350 {
      throw unsupported(
        path, "FLAC goes to 655350 Hz and the rate is \(sampleRate) Hz; write .wav instead")
    }
    guard sf_format_check(&head) != 0 else {
      throw unsupported(
        path,
        "\(container.rawValue) does not hold \(sample.rawValue) samples; "
          + "choose another format or sample encoding")
    }
  }

  /// The header written in front of the samples, for WAV and RF64.
  func waveHeader(sampleRate: Int, channelCount: Int) -> WaveHeader? {
    switch container {
    case .wav, .rf64:
      WaveHeader(
        sample: sample, channelCount: channelCount, sampleRate: sampleRate,
        form: container == .rf64 ? .always : .whenNeeded)
    case .w64, .aiff, .caf, .flac: nil
    }
  }

  private func unsupported(_ path: String, _ message: String) -> SoundFileError {
    SoundFileError(kind: .unsupported, path: path, message: message)
  }
}
