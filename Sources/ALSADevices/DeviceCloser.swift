internal import AudioDevices
internal import Glibc
internal import Synchronization

/// Closes devices on threads of their own, because a driver may take its time or never return.
///
/// Thread: control.
final class DeviceCloser: Sendable {
  private let closing = Closings()

  /// Devices that are still being closed.
  var closingCount: Int { closing.count.load(ordering: .acquiring) }

  /// Closes the device: on a thread, or here and now when there is none to be had.
  func close(_ device: consuming any StreamDevice) {
    closing.count.add(1, ordering: .relaxed)
    let work = Unmanaged.passRetained(Work(device: device, closing: closing))
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
    defer { pthread_attr_destroy(&attributes) }
    var thread = pthread_t()
    let code = pthread_create(
      &thread, &attributes, { argument in Work.run(argument) }, work.toOpaque())
    if code != 0 { _ = Work.run(work.toOpaque()) }
  }

  private final class Closings: Sendable {
    let count = Atomic<Int>(0)
  }

  /// Sendable because it is made on one thread and released by the one that it is handed to.
  private final class Work: @unchecked Sendable {
    private var device: (any StreamDevice)?
    private let closing: Closings

    init(device: consuming any StreamDevice, closing: Closings) {
      self.device = device
      self.closing = closing
    }

    static func run(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
      guard let argument else { return nil }
      let work = Unmanaged<Work>.fromOpaque(argument).takeRetainedValue()
      work.device = nil
      // Pairs with the acquiring load in `closingCount`: the device is closed when it is seen.
      work.closing.count.subtract(1, ordering: .releasing)
      return nil
    }
  }
}
