internal import AudioDevices
internal import CALSA

/// The direction of a stream, seen from the program.
enum StreamDirection {
  /// From the device.
  case capture
  /// To the device.
  case playback

  /// What it is called in a sentence and in the configuration file.
  var word: String {
    switch self {
    case .capture: "capture"
    case .playback: "playback"
    }
  }

  /// libasound's number for it.
  var alsa: snd_pcm_stream_t {
    switch self {
    case .capture: SND_PCM_STREAM_CAPTURE
    case .playback: SND_PCM_STREAM_PLAYBACK
    }
  }
}

/// One open PCM, non-blocking: the one door to libasound for a stream.
///
/// Whatever may run on an audio thread is `@_noLocks`; opening and configuring belong to the control
/// thread. The two never overlap. Owner: the device class that holds it; closing is in `deinit`.
struct PCMHandle: ~Copyable {
  /// The open PCM. Wraps `snd_pcm_t`.
  let pcm: OpaquePointer
  /// Poll descriptors, filled anew for each wait.
  let descriptors: UnsafeMutablePointer<pollfd>
  /// Room for ``status()``. Wraps `snd_pcm_status_t`.
  let statusMemory: OpaquePointer
  /// A PCM of hardware has one; plugins were seen with two.
  static var descriptorCapacity: Int { @_noLocks get { 16 } }

  /// Opens a device without waiting for another program to close it.
  ///
  /// Wraps `snd_pcm_open`. Errors: `missing`, `busy`, `forbidden`, `failed`; only `busy` can pass.
  init(opening name: String, _ direction: StreamDirection) throws(DeviceError) {
    calsa_capture_complaints()
    calsa_forget_complaint()
    var opened: OpaquePointer?
    let code = snd_pcm_open(&opened, name, direction.alsa, SND_PCM_NONBLOCK)
    guard code >= 0, let opened else { throw .opening(name, direction, code: code) }
    try self.init(adopting: opened, name: name, direction)
  }

  /// Takes over a PCM that is open and non-blocking; it is closed if that fails.
  init(
    adopting opened: OpaquePointer, name: String, _ direction: StreamDirection
  ) throws(DeviceError) {
    var allocated: OpaquePointer?
    let allocation = snd_pcm_status_malloc(&allocated)
    guard allocation >= 0, let allocated else {
      snd_pcm_close(opened)
      throw .opening(name, direction, code: allocation)
    }
    // Said again, because plugins hear of it only so: else their drain waits without a bound.
    snd_pcm_nonblock(opened, 1)
    pcm = opened
    statusMemory = allocated
    descriptors = .allocate(capacity: Self.descriptorCapacity)
  }

  deinit {
    snd_pcm_close(pcm)
    snd_pcm_status_free(statusMemory)
    descriptors.deallocate()
  }

  /// Frames that can be transferred now, or a negative errno. Wraps `snd_pcm_avail_update`.
  @_noLocks
  func availableFrames() -> Int { snd_pcm_avail_update(pcm) }

  /// Reads interleaved frames: their number, which may be smaller, or a negative errno.
  @_noLocks
  func read(into bytes: UnsafeMutableRawPointer, frames: Int) -> Int {
    snd_pcm_readi(pcm, bytes, snd_pcm_uframes_t(bitPattern: frames))
  }

  /// Writes interleaved frames: the number taken, which may be smaller, or a negative errno.
  @_noLocks
  func write(_ bytes: UnsafeRawPointer, frames: Int) -> Int {
    snd_pcm_writei(pcm, bytes, snd_pcm_uframes_t(bitPattern: frames))
  }
}
