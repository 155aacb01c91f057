internal import CVector

/// Sums over the samples of one channel, eight at a time.
enum Energy {
  /// The sum of squares; not finite if any sample is not, or if it is too large.
  @_noLocks
  static func sum(_ samples: UnsafePointer<Float>, _ count: Int) -> Float {
    let memory = UnsafeRawPointer(samples)
    var sums = (cv_f32x8.zero, cv_f32x8.zero)
    let whole = count & ~15
    var index = 0
    while index < whole {
      let first = memory.loadUnaligned(fromByteOffset: index &* 4, as: cv_f32x8.self)
      let second = memory.loadUnaligned(fromByteOffset: index &* 4 &+ 32, as: cv_f32x8.self)
      sums.0 = cv_multiply_add(first, first, sums.0)
      sums.1 = cv_multiply_add(second, second, sums.1)
      index &+= 16
    }
    var sum = cv_add(sums.0, sums.1).sum()
    while index < count {
      sum += samples[index] * samples[index]
      index &+= 1
    }
    return sum
  }

  /// The mean of `count` samples that lie `stride` apart; 0 for none.
  @_noLocks
  static func mean(_ samples: UnsafePointer<Float>, _ count: Int, stride: Int) -> Double {
    if count == 0 { return 0 }
    var sum = stride == 1 ? runSum(samples, count) : 0
    if stride != 1 {
      var index = 0
      while index < count {
        sum += Double(samples[index &* stride])
        index &+= 1
      }
    }
    return sum / Double(count)
  }

  @_noLocks
  private static func runSum(_ samples: UnsafePointer<Float>, _ count: Int) -> Double {
    let memory = UnsafeRawPointer(samples)
    var sums = cv_f32x8.zero
    let whole = count & ~7
    var index = 0
    while index < whole {
      sums = cv_add(memory.loadUnaligned(fromByteOffset: index &* 4, as: cv_f32x8.self), sums)
      index &+= 8
    }
    var sum = Double(sums.sum())
    while index < count {
      sum += Double(samples[index])
      index &+= 1
    }
    return sum
  }
}
