import Glibc
internal import SignalProcessing

/// The filters of a room as spectra on the grid of one transform.
struct RoomSpectra {
  let transform: FourierTransform
  let sampleRate: Int

  /// The frequency in Hz of one bin, mirrored above the Nyquist frequency.
  func frequency(ofBin bin: Int) -> Double {
    Double(min(bin, transform.count - bin)) * Double(sampleRate) / Double(transform.count)
  }

  /// The minimum-phase filter of the given magnitudes, one per band of ``OctaveBands``.
  ///
  /// A wall answers after the sound has reached it, never before; zero-phase filters would ring
  /// ahead of every reflection. The phase follows from the cepstrum of the magnitude.
  ///
  /// Source: Oppenheim and Schafer, Discrete-Time Signal Processing, on the complex cepstrum.
  func minimumPhase(_ magnitudes: [Double]) -> ComplexSignal {
    let logarithms = magnitudes.map { log($0) }
    let spectrum = ComplexSignal(count: transform.count)
    for bin in 0..<transform.count {
      let frequency = frequency(ofBin: bin)
      spectrum[bin] = (OctaveBands.interpolate(logarithms, at: frequency), 0)
    }
    transform.inverse(spectrum)
    foldCepstrum(spectrum)
    transform.forward(spectrum)
    for bin in 0..<transform.count {
      let (magnitude, phase) = (exp(spectrum[bin].real), spectrum[bin].imaginary)
      spectrum[bin] = (magnitude * cos(phase), magnitude * sin(phase))
    }
    return spectrum
  }

  /// Moves the negative times of an even cepstrum onto the positive ones.
  private func foldCepstrum(_ cepstrum: ComplexSignal) {
    let half = transform.count / 2
    for index in 1..<half {
      cepstrum[index] = (2 * cepstrum[index].real, 0)
      cepstrum[transform.count - index] = (0, 0)
    }
    cepstrum[0].imaginary = 0
    cepstrum[half].imaginary = 0
  }

  /// A high-pass of second order (Butterworth) at ``OctaveBands/lowestFrequency``.
  ///
  /// Image sources all push the same way, so that their sum carries a constant pressure that no
  /// room keeps and that would only eat headroom.
  func highPass() -> ComplexSignal {
    let spectrum = ComplexSignal(count: transform.count)
    let corner = tan(Double.pi * OctaveBands.lowestFrequency / Double(sampleRate))
    for bin in 1..<transform.count where bin != transform.count / 2 {
      // The bilinear transform keeps the filter causal on the grid.
      let ratio = corner / tan(Double.pi * Double(bin) / Double(transform.count))
      // H = 1 / (1 - ratio^2 - j sqrt(2) ratio)
      let (real, imaginary) = (1 - ratio * ratio, -2.0.squareRoot() * ratio)
      let power = real * real + imaginary * imaginary
      spectrum[bin] = (real / power, -imaginary / power)
    }
    spectrum[transform.count / 2] = (1, 0)
    return spectrum
  }
}

extension RoomSpectra {
  /// The bins up to the Nyquist frequency in which a band's weight is not 0.
  private func bins(of band: Int) -> Range<Int> {
    let spacing = Double(sampleRate) / Double(transform.count)
    let (range, end) = (OctaveBands.range(of: band), transform.count / 2 + 1)
    let lowest = min(Int(range.lowerBound / spacing), end)
    return lowest..<Int(min(range.upperBound / spacing + 1, Double(end)))
  }

  /// A copy of one band of `spectrum`, by the weights of ``OctaveBands``.
  func band(_ band: Int, of spectrum: ComplexSignal) -> ComplexSignal {
    let result = ComplexSignal(count: transform.count)
    for bin in bins(of: band) {
      let weight = OctaveBands.weight(of: band, at: frequency(ofBin: bin))
      for mirrored in [bin, (transform.count - bin) % transform.count] {
        let (real, imaginary) = spectrum[mirrored]
        result[mirrored] = (weight * real, weight * imaginary)
      }
    }
    return result
  }

  /// The mean power that one band of white noise of power 1 has after `filter`.
  func noisePower(ofBand band: Int, through filter: ComplexSignal) -> Double {
    var sum = 0.0
    for bin in bins(of: band) {
      let weight = OctaveBands.weight(of: band, at: frequency(ofBin: bin))
      let (real, imaginary) = filter[bin]
      let isMirrored = bin > 0 && bin < transform.count / 2
      sum += (isMirrored ? 2 : 1) * weight * weight * (real * real + imaginary * imaginary)
    }
    return sum / Double(transform.count)
  }
}
