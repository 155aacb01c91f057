import Glibc
internal import SignalProcessing

/// The later part of a room's answer: Gaussian noise that decays at its own rate in every octave.
///
/// Source: Moorer, Computer Music Journal 3 (1979) 13, for reverberation as decaying noise.
struct DiffuseTail {
  let room: ShoeboxRoom
  let sampleRate: Int
  /// Amplitude of each band's noise at the first frame; see ``match(_:on:over:start:)``.
  private(set) var levels: [Double]
  private let spectra: RoomSpectra
  private let highPass: ComplexSignal

  /// How far the slowest band has decayed at the last frame, in decibels.
  private static let range = 90.0

  init(room: ShoeboxRoom, sampleRate: Int) {
    self.room = room
    self.sampleRate = sampleRate
    levels = room.reverberationTimes.map { _ in 1 }
    let count = FourierTransform.count(
      holding: Self.frameCount(of: room, sampleRate: sampleRate))
    spectra = RoomSpectra(transform: FourierTransform(count: count), sampleRate: sampleRate)
    highPass = spectra.highPass()
  }

  /// The frames until even the slowest band is gone.
  var frameCount: Int { Self.frameCount(of: room, sampleRate: sampleRate) }

  private static func frameCount(of room: ShoeboxRoom, sampleRate: Int) -> Int {
    let longest = room.reverberationTimes.reduce(0, max)
    return Int(longest * range / 60 * Double(sampleRate))
  }

  /// The factor by which one band's amplitude falls from frame to frame.
  private func decay(ofBand band: Int) -> Double {
    exp(-3 * log(10.0) / (room.reverberationTimes[band] * Double(sampleRate)))
  }

  /// Sets the levels so that every band goes on as loud as the early parts end.
  ///
  /// The levels are shared by all channels: they stand in one room.
  ///
  /// - Parameter early: the early parts of all channels, on `grid`.
  /// - Parameter window: the frames whose energy is compared.
  /// - Parameter start: the frame of the early parts that the tail begins at.
  mutating func match(
    _ early: [ComplexSignal], on grid: RoomSpectra, over window: Range<Int>, start: Int
  ) {
    let parts = early.map { signal in
      let copy = ComplexSignal(count: signal.count)
      copy.add(signal)
      grid.transform.forward(copy)
      return copy
    }
    for band in levels.indices {
      let energy = parts.reduce(0.0) { sum, part in
        let filtered = grid.band(band, of: part)
        grid.transform.inverse(filtered)
        return sum + filtered.energy(over: window)
      }
      let expected = expectedEnergy(ofBand: band, over: window, from: start)
      let channelCount = Double(2 * early.count)
      levels[band] = expected > 0 ? (energy / (channelCount * expected)).squareRoot() : 0
    }
  }

  /// The energy over `window` of one channel's band at level 1 at the frame `start`.
  private func expectedEnergy(
    ofBand band: Int, over window: Range<Int>, from start: Int
  ) -> Double {
    let ratio = pow(decay(ofBand: band), 2)
    let first = pow(ratio, Double(window.lowerBound - start))
    let sum = first * (1 - pow(ratio, Double(window.count))) / (1 - ratio)
    return sum * spectra.noisePower(ofBand: band, through: highPass)
  }

  /// The tails of two neighbouring channels, the second in the imaginary parts; noise of their own.
  ///
  /// - Parameter channel: the first of the two.
  func render(channel: Int) -> ComplexSignal {
    let noise = noiseSpectrum(channel: channel)
    let sum = ComplexSignal(count: frameCount)
    for band in levels.indices {
      let filtered = spectra.band(band, of: noise)
      spectra.transform.inverse(filtered)
      sum.addDecaying(filtered, level: levels[band], decay: decay(ofBand: band))
    }
    return sum
  }

  /// The spectrum of two channels' white noise of power 1, through the high-pass.
  ///
  /// The spectrum of Gaussian noise is Gaussian noise, which saves a transform.
  private func noiseSpectrum(channel: Int) -> ComplexSignal {
    // The streams below belong to the reflections of each channel.
    var random = RandomStream(seed: room.seed, stream: room.paths.count + channel)
    let scale = Double(spectra.transform.count).squareRoot()
    let noise = ComplexSignal(count: spectra.transform.count)
    for bin in 0..<noise.count {
      let (real, imaginary) = random.gaussianPair()
      noise[bin] = (scale * real, scale * imaginary)
    }
    noise.multiply(by: highPass)
    return noise
  }
}

extension ComplexSignal {
  /// Adds the beginning of `other`, weakened by `level` and once more by `decay` at every frame.
  fileprivate func addDecaying(_ other: ComplexSignal, level: Double, decay: Double) {
    precondition(other.count >= count)
    var gain = level
    var index = 0
    while index < count {
      unsafe real[index] += gain * other.real[index]
      unsafe imaginary[index] += gain * other.imaginary[index]
      gain *= decay
      index &+= 1
    }
  }
}
