// modules: SoundFiles
import Glibc
import SoundFiles

/// A sound file of any kind, loaded as an impulse response and resampled.
@_cdecl("LLVMFuzzerTestOneInput")
public func test(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  guard ftruncate(file, 0) == 0, pwrite(file, start, count, 0) == count else { abort() }
  let limits = ImpulseLimits(seconds: 1, channelCount: 16, tapCount: 1 << 16)
  do throws(SoundFileError) {
    let impulse = try ImpulseResponse.load(path: path, limits: limits)
    precondition(impulse.channelCount * impulse.frameCount <= limits.tapCount, "within its limits")
    precondition(
      impulse.channels.allSatisfy { $0.allSatisfy { Float($0).isFinite } },
      "numbers that trap nothing")
    // Designing the resampler takes longer than all else.
    guard count % 16 == 0 else { return 0 }
    let resampled = try impulse.resampled(to: 48000, limits: limits)
    precondition(resampled.channelCount * resampled.frameCount <= limits.tapCount)
  } catch {
    precondition(!error.description.isEmpty)
  }
  return 0
}

/// In memory and without a name: a hundred times as many inputs as on a disk.
private let file = {
  var template = Array("/dev/shm/impulse-XXXXXX".utf8CString)
  let file = mkstemp(&template)
  guard file >= 0, unlink(template) == 0 else { abort() }
  return file
}()
private let path = "/proc/self/fd/\(file)"
