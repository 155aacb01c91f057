internal import AudioDevices
internal import CALSA
internal import SignalProcessing

extension PCMHandle {
  /// Gives the device the request, exactly, and tells what it granted.
  ///
  /// The rate and the channels come first, so that a refusal lists what goes with them. Errors:
  /// `unsupported` with what is offered instead; `busy` and `failed` when the driver refuses.
  func configure(
    _ request: StreamRequest, _ device: DeviceRole
  ) throws(DeviceError) -> StreamFormat {
    calsa_forget_complaint()
    let parameters = try HardwareParameters(of: pcm, named: device.name)
    try parameters.narrowToOurWay(device.name)
    guard parameters.take(channelCount: request.channelCount) else {
      throw device.refusing(channelCount: request.channelCount, parameters)
    }
    guard parameters.take(rate: request.sampleRate) else {
      throw device.refusing(rate: request.sampleRate, parameters)
    }
    let format = try chooseFormat(request.sampleFormat, parameters, device)
    guard parameters.take(periodFrames: request.periodFrames) else {
      throw device.refusing(periodFrames: request.periodFrames, parameters)
    }
    let bufferFrames = try chooseBuffer(request, parameters, device)
    let code = parameters.install()
    guard code >= 0 else { throw .calling(device.name, "take the configuration", code: code) }
    let granted = StreamFormat(
      sampleRate: request.sampleRate, channelCount: request.channelCount,
      periodFrames: request.periodFrames, bufferFrames: bufferFrames, sampleFormat: format)
    try setWakeUps(granted, device)
    return granted
  }

  private func chooseFormat(
    _ wanted: SampleFormat?, _ parameters: borrowing HardwareParameters, _ device: DeviceRole
  ) throws(DeviceError) -> SampleFormat {
    for format in wanted.map({ [$0] }) ?? SampleFormat.byPreference
    where parameters.take(format) {
      return format
    }
    throw device.refusing(wanted, parameters)
  }

  /// The multiple of the period next to the wanted buffer, the larger of two equally near.
  private func chooseBuffer(
    _ request: StreamRequest, _ parameters: borrowing HardwareParameters, _ device: DeviceRole
  ) throws(DeviceError) -> Int {
    let period = request.periodFrames
    // A buffer of one period would be played while it is filled.
    let wanted = max(2, (request.bufferFrames + period / 2) / period)
    // Each try is a system call, and plugins without an end offer thousands of millions.
    let most = min(parameters.offeredBufferFrames().upperBound / period, wanted + 4096)
    for distance in 0...max(wanted, most) {
      for periods in [wanted + distance, wanted - distance]
      where periods >= 2 && periods <= most && parameters.take(bufferFrames: periods * period) {
        return periods * period
      }
    }
    throw device.refusing(bufferFrames: request.bufferFrames, period: period, parameters)
  }

  /// Wakes us once a period, never starts by itself, stops when the buffer has run out.
  private func setWakeUps(
    _ granted: StreamFormat, _ device: DeviceRole
  ) throws(DeviceError) {
    var allocated: OpaquePointer?
    var code = snd_pcm_sw_params_malloc(&allocated)
    guard code >= 0, let parameters = allocated else {
      throw .calling(device.name, "take the configuration", code: code)
    }
    defer { snd_pcm_sw_params_free(parameters) }
    var boundary: snd_pcm_uframes_t = 0
    code = snd_pcm_sw_params_current(pcm, parameters)
    if code >= 0 { code = snd_pcm_sw_params_get_boundary(parameters, &boundary) }
    let period = snd_pcm_uframes_t(clamping: granted.periodFrames)
    let buffer = snd_pcm_uframes_t(clamping: granted.bufferFrames)
    if code >= 0 { code = snd_pcm_sw_params_set_avail_min(pcm, parameters, period) }
    // Only an explicit start may start, so that capture and playback begin together.
    if code >= 0 { code = snd_pcm_sw_params_set_start_threshold(pcm, parameters, boundary) }
    if code >= 0 { code = snd_pcm_sw_params_set_stop_threshold(pcm, parameters, buffer) }
    // Stamped when the pointer moves, by the clock that does not jump. What cannot is used without.
    if code >= 0 { snd_pcm_sw_params_set_tstamp_mode(pcm, parameters, SND_PCM_TSTAMP_ENABLE) }
    if code >= 0 {
      snd_pcm_sw_params_set_tstamp_type(pcm, parameters, SND_PCM_TSTAMP_TYPE_MONOTONIC)
    }
    if device.direction == .playback {
      // The driver clears what it has played: past the end of a drained signal, hardware goes on
      // to the end of the period and would play what was there one buffer ago.
      if code >= 0 { code = snd_pcm_sw_params_set_silence_threshold(pcm, parameters, 0) }
      if code >= 0 { code = snd_pcm_sw_params_set_silence_size(pcm, parameters, boundary) }
    }
    if code >= 0 { code = snd_pcm_sw_params(pcm, parameters) }
    guard code >= 0 else { throw .calling(device.name, "take the configuration", code: code) }
  }
}
