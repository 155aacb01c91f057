internal import Synchronization

/// Values that several threads use and one of them makes: the latest used ones within a bound of
/// memory.
///
/// Thread: any.
final class SharedCache<Key: Hashable & Sendable, Value: Sendable>: Sendable {
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

  init(bytes: Int) { byteLimit = bytes }

  /// The value for a key; `make` gives it and the bytes it takes.
  ///
  /// Those who want the same value wait for the one that makes it. What could not be made is tried
  /// again.
  func value(
    _ key: Key, make: () throws(CommandFailure) -> (Value, byteCount: Int)
  ) throws(CommandFailure) -> Value {
    let slot = slot(key)
    let made: Result<(Value, Int?), CommandFailure> = slot.value.withLock { kept in
      if let kept { return .success((kept, nil)) }
      do throws(CommandFailure) {
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
      while table.byteCount > byteLimit, table.entries.count > 1,
        let oldest = table.entries.min(by: { $0.value.lastUse < $1.value.lastUse })?.key
      {
        table.byteCount -= table.entries.removeValue(forKey: oldest)?.byteCount ?? 0
      }
    }
  }
}
