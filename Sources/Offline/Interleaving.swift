internal import Convolution

/// Between a file's frames and an engine's channels.
enum Interleaving {
  private typealias Lane = SIMD16<Sample>

  /// Takes frames apart into channels.
  ///
  /// - Parameter samples: `[frames][channels]`
  /// - Parameter planes: `[channels][frames]`
  static func separate(
    _ samples: UnsafeMutablePointer<Sample>, into planes: UnsafeMutablePointer<Sample>,
    channels: Int, frames: Int
  ) {
    if channels == 1 { return planes.update(from: samples, count: frames) }
    var frame = 0
    if channels == 2 {
      while frame + Lane.scalarCount / 2 <= frames {
        let pairs = lane(samples + 2 * frame)
        store(pairs.evenHalf, at: planes + frame)
        store(pairs.oddHalf, at: planes + frames + frame)
        frame += Lane.scalarCount / 2
      }
    }
    for frame in frame..<frames {
      for channel in 0..<channels {
        planes[channel * frames + frame] = samples[frame * channels + channel]
      }
    }
  }

  /// Joins channels to frames; shapes as in ``separate(_:into:channels:frames:)``.
  static func join(
    _ planes: UnsafeMutablePointer<Sample>, into samples: UnsafeMutablePointer<Sample>,
    channels: Int, frames: Int
  ) {
    if channels == 1 { return samples.update(from: planes, count: frames) }
    var frame = 0
    if channels == 2 {
      while frame + Lane.scalarCount / 2 <= frames {
        var pairs = Lane()
        pairs.evenHalf = half(planes + frame)
        pairs.oddHalf = half(planes + frames + frame)
        UnsafeMutableRawPointer(samples + 2 * frame).storeBytes(of: pairs, as: Lane.self)
        frame += Lane.scalarCount / 2
      }
    }
    for frame in frame..<frames {
      for channel in 0..<channels {
        samples[frame * channels + channel] = planes[channel * frames + frame]
      }
    }
  }

  private static func lane(_ samples: UnsafeMutablePointer<Sample>) -> Lane {
    UnsafeRawPointer(samples).loadUnaligned(as: Lane.self)
  }

  private static func half(_ samples: UnsafeMutablePointer<Sample>) -> SIMD8<Sample> {
    UnsafeRawPointer(samples).loadUnaligned(as: SIMD8<Sample>.self)
  }

  private static func store(_ half: SIMD8<Sample>, at samples: UnsafeMutablePointer<Sample>) {
    UnsafeMutableRawPointer(samples).storeBytes(of: half, as: SIMD8<Sample>.self)
  }
}
