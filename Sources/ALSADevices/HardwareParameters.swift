internal import AudioDevices
internal import CALSA
internal import SignalProcessing

/// The configurations that a device still offers, narrowed step by step until one is left.
///
/// Wraps `snd_pcm_hw_params_t`. Thread: control.
struct HardwareParameters: ~Copyable {
  private let pcm: OpaquePointer
  private let space: OpaquePointer

  /// Room for the description, still empty.
  init(of pcm: OpaquePointer, named name: String) throws(DeviceError) {
    var allocated: OpaquePointer?
    let code = snd_pcm_hw_params_malloc(&allocated)
    guard code >= 0, let allocated else { throw .calling(name, "describe itself", code: code) }
    self.pcm = pcm
    space = allocated
  }

  deinit { snd_pcm_hw_params_free(space) }

  /// Takes all that the device offers for interleaved transfer without the library resampling.
  func narrowToOurWay(_ name: String) throws(DeviceError) {
    let described = snd_pcm_hw_params_any(pcm, space)
    guard described >= 0 else { throw .calling(name, "describe itself", code: described) }
    // Refused by what has no resampler to switch off, which is as good.
    snd_pcm_hw_params_set_rate_resample(pcm, space, 0)
    let access = snd_pcm_hw_params_set_access(pcm, space, SND_PCM_ACCESS_RW_INTERLEAVED)
    guard access >= 0 else {
      throw DeviceError(
        kind: .unsupported, device: name,
        message: "it transfers no interleaved frames: open it as plug:'\(name)'")
    }
  }

  // MARK: - Narrowing: true when the device takes it, else nothing has changed

  /// Fixes the number of channels.
  func take(channelCount: Int) -> Bool {
    snd_pcm_hw_params_set_channels(pcm, space, UInt32(clamping: channelCount)) >= 0
  }

  /// Fixes the rate in Hz.
  func take(rate: Int) -> Bool {
    snd_pcm_hw_params_set_rate(pcm, space, UInt32(clamping: rate), 0) >= 0
  }

  /// Fixes the format of a sample.
  func take(_ format: SampleFormat) -> Bool {
    snd_pcm_hw_params_set_format(pcm, space, format.alsa) >= 0
  }

  /// Fixes the frames between two wake-ups.
  func take(periodFrames: Int) -> Bool {
    periodFrames > 0
      && snd_pcm_hw_params_set_period_size(pcm, space, UInt(periodFrames), 0) >= 0
  }

  /// Fixes the frames of the whole buffer.
  func take(bufferFrames: Int) -> Bool {
    snd_pcm_hw_params_set_buffer_size(pcm, space, UInt(clamping: bufferFrames)) >= 0
  }

  /// Makes the device what is left; 0 or a negative errno. Wraps `snd_pcm_hw_params`.
  func install() -> Int32 { snd_pcm_hw_params(pcm, space) }

  // MARK: - What is offered

  /// All formats, by libasound's names; ours first, the best first.
  func offeredFormats() -> (known: [SampleFormat], foreign: [String]) {
    let known = SampleFormat.byPreference.filter { format in
      snd_pcm_hw_params_test_format(pcm, space, format.alsa) == 0
    }
    var foreign: [String] = []
    for number in 0...SND_PCM_FORMAT_LAST.rawValue {
      let format = snd_pcm_format_t(rawValue: number)
      guard snd_pcm_hw_params_test_format(pcm, space, format) == 0,
        let name = snd_pcm_format_name(format).map({ String(cString: $0) }),
        SampleFormat(rawValue: name) == nil
      else { continue }
      foreign.append(name)
    }
    return (known, foreign)
  }

  /// Those of the usual rates that the device has, with its lowest and highest.
  func offeredRates() -> [Int] {
    let usual = [
      8_000, 11_025, 16_000, 22_050, 32_000, 44_100, 48_000, 64_000, 88_200, 96_000, 176_400,
      192_000, 352_800, 384_000, 705_600, 768_000,
    ]
    var lowest: UInt32 = 0
    var highest: UInt32 = 0
    snd_pcm_hw_params_get_rate_min(space, &lowest, nil)
    snd_pcm_hw_params_get_rate_max(space, &highest, nil)
    let ends = [Int(lowest), min(Int(highest), 768_000)]
    return Set(usual + ends).sorted().filter { rate in
      snd_pcm_hw_params_test_rate(pcm, space, UInt32(clamping: rate), 0) == 0
    }
  }

  /// All numbers of channels that are left, up to 256: plugins without an end offer millions.
  func offeredChannelCounts() -> [Int] {
    var least: UInt32 = 0
    var most: UInt32 = 0
    snd_pcm_hw_params_get_channels_min(space, &least)
    snd_pcm_hw_params_get_channels_max(space, &most)
    return (Int(least)...max(Int(least), min(Int(most), 256))).filter { count in
      snd_pcm_hw_params_test_channels(pcm, space, UInt32(clamping: count)) == 0
    }
  }

  /// The shortest and the longest period that are left.
  func offeredPeriodFrames() -> ClosedRange<Int> {
    var least: snd_pcm_uframes_t = 0
    var most: snd_pcm_uframes_t = 0
    snd_pcm_hw_params_get_period_size_min(space, &least, nil)
    snd_pcm_hw_params_get_period_size_max(space, &most, nil)
    return Int(clamping: least)...Int(clamping: max(least, most))
  }

  /// The smallest and the largest buffer that are left.
  func offeredBufferFrames() -> ClosedRange<Int> {
    var least: snd_pcm_uframes_t = 0
    var most: snd_pcm_uframes_t = 0
    snd_pcm_hw_params_get_buffer_size_min(space, &least)
    snd_pcm_hw_params_get_buffer_size_max(space, &most)
    return Int(clamping: least)...Int(clamping: max(least, most))
  }

  /// The period next to the wanted one; the space stays as it is.
  func nearestPeriodFrames(to wanted: Int) -> Int {
    var copy: OpaquePointer?
    guard snd_pcm_hw_params_malloc(&copy) >= 0, let copy else { return wanted }
    defer { snd_pcm_hw_params_free(copy) }
    snd_pcm_hw_params_copy(copy, space)
    var frames = snd_pcm_uframes_t(clamping: wanted)
    snd_pcm_hw_params_set_period_size_near(pcm, copy, &frames, nil)
    return Int(clamping: frames)
  }
}
