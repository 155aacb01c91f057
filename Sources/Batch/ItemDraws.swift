/// The random choices for one file of many.
///
/// Each depends on the seed, the file's place in the whole list and what is chosen, and on nothing
/// else: neither on the other choices nor on the order in which files are rendered. The method is
/// version 1 and stays what it is: the same seed gives the same choices in every later release.
///
/// With `mix` for the output function of SplitMix64 and G for 0x9E3779B97F4A7C15, all modulo 2^64, the
/// bits for a purpose are `mix(mix(mix(seed + G) + G (place + 1)) + G purpose)`. A number below n is
/// the upper half of their 128-bit product with n; a share is their upper 53 bits over 2^53.
///
/// - Source: Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014.
public struct ItemDraws: Sendable {
  /// What is chosen.
  public enum Purpose: UInt64, Sendable {
    case response = 1
    case early = 2
    case snr = 3
    case noise = 4
    case noiseOffset = 5
    case noiseSamples = 6
  }

  /// Of the method, for manifests.
  public static let version = 1

  private let key: UInt64

  /// - Parameter place: from 0; 0 for an item with a seed of its own.
  public init(seed: UInt64, place: Int) {
    key = Self.mix(Self.mix(seed &+ Self.golden) &+ Self.golden &* UInt64(place + 1))
  }

  /// 64 random bits.
  public func bits(_ purpose: Purpose) -> UInt64 {
    Self.mix(key &+ Self.golden &* purpose.rawValue)
  }

  /// A number from 0 up to but not including `count`.
  ///
  /// - Precondition: `count > 0`.
  public func number(below count: Int, _ purpose: Purpose) -> Int {
    precondition(count > 0)
    return Int(bits(purpose).multipliedFullWidth(by: UInt64(count)).high)
  }

  /// A number from 0 up to but not including 1.
  public func share(_ purpose: Purpose) -> Double { Double(bits(purpose) >> 11) * 0x1p-53 }

  private static let golden: UInt64 = 0x9E37_79B9_7F4A_7C15

  private static func mix(_ word: UInt64) -> UInt64 {
    var word = word
    word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
    return word ^ (word >> 31)
  }
}
