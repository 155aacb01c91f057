internal import Synchronization

/// Values that several threads use and one of them makes: the latest used ones within a bound of
/// memory.
///
/// Thread: any.
public final class SharedCache<
  Key: Hashable & Sendable, Value: Sendable, Failure: Error
>: Sendable {
  /// A value, made by whoever locks it first.
  private final class Slot: Sendable { let value = Mutex<Value?>(nil) }

  private struct Entry {
    var slot: Slot
    var byteCount = 0
    var lastUse: Int
  }

  private struct Table {
    var entries: [Key: Entry] = [:]
    var byteCount = 0
    var clock = 0
  }

  private let table = Mutex(Table())
  private let byteLimit: Int

  /// - Parameter bytes: that the values kept may take together.
  public init(bytes: Int) { byteLimit = bytes }

  /// The value for a key; `make` gives it and the bytes it takes.
  ///
  /// Those who want the same value wait for the one that makes it. What could not be made is tried
  /// again.
  public func value(
    _ key: Key, make: () throws(Failure) -> (Value, byteCount: Int)
  ) throws(Failure) -> Value {
    let slot = slot(key)
    let made: Result<(Value, Int?), Failure> = slot.value.withLock { kept in
      if let kept { return .success((kept, nil)) }
      do throws(Failure) {
        let (value, byteCount) = try make()
        kept = value
        return .success((value, byteCount))
      } catch {
        return .failure(error)
      }
    }
    let (value, byteCount) = try made.get()
    if let byteCount { account(byteCount, key, slot) }
    return value
  }

  private func slot(_ key: Key) -> Slot {
    table.withLock { table in
      table.clock += 1
      let slot = table.entries[key]?.slot ?? Slot()
      table.entries[key, default: Entry(slot: slot, lastUse: 0)].lastUse = table.clock
      return slot
    }
  }

  private func account(_ byteCount: Int, _ key: Key, _ slot: Slot) {
    table.withLock { table in
      guard table.entries[key]?.slot === slot else { return }
      table.entries[key]?.byteCount = byteCount
      table.byteCount += byteCount
      while table.byteCount > byteLimit, let oldest = Self.oldest(table, except: key) {
        table.byteCount -= table.entries.removeValue(forKey: oldest)?.byteCount ?? 0
      }
    }
  }

  /// Of those that are made: another thread may be at work on one that takes nothing yet, and would have
  /// made it for itself alone.
  private static func oldest(_ table: Table, except key: Key) -> Key? {
    table.entries.filter { $0.key != key && $0.value.byteCount > 0 }
      .min { $0.value.lastUse < $1.value.lastUse }?.key
  }
}
