/// A little-endian number of so many bytes.
func little(_ number: Int, _ count: Int) -> [UInt8] {
  (0..<count).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
}

/// A big-endian number of so many bytes.
func big(_ number: Int, _ count: Int) -> [UInt8] { little(number, count).reversed() }

/// A WAV file from its parts, any of which may lie.
func wave(
  format: Int, bits: Int, channels: Int, rate: Int = 48_000, samples: [UInt8],
  claimedBytes: Int? = nil
) -> [UInt8] {
  let frameBytes = max(1, channels * bits / 8)
  var form = little(format, 2) + little(channels, 2) + little(rate, 4)
  form += little(rate &* frameBytes, 4)
  form += little(format == 0x11 ? 256 : frameBytes, 2) + little(bits, 2)
  // IMA ADPCM: 505 samples in each block of 256 bytes.
  if format == 0x11 { form += little(2, 2) + little(505, 2) }
  var body = Array("WAVEfmt ".utf8) + little(form.count, 4) + form
  body += Array("data".utf8) + little(claimedBytes ?? samples.count, 4) + samples
  return Array("RIFF".utf8) + little(body.count, 4) + body
}

/// Float samples as a WAV file holds them.
func bytes(_ samples: [Float]) -> [UInt8] {
  samples.flatMap { little(Int($0.bitPattern), 4) }
}
