import RateMatching
import Testing
import TestSupport

/// Every frame is accounted for, however the blocks are cut.
@Suite struct ResamplerAccountTests {
  @Test("input equals output at its ratio plus what is held, exactly", arguments: [-1_000.0, 700])
  func conservation(ppm: Double) {
    var resampler = VariableResampler(channelCount: 1, maximumInputFrames: 512)
    resampler.correctionPPM = ppm
    var random = SeededGenerator(seed: 5)
    let input = [Float](repeating: 0.25, count: 512)
    var output = [Float](repeating: 0, count: 1024)
    let atFirst = resampler.heldFrames
    var (taken, made) = (0, 0)
    for _ in 0..<20_000 {
      let transfer = resampler.process(
        input, inputFrames: Int.random(in: 0...512, using: &random), into: &output,
        outputFrames: 1024)
      taken += transfer.takenFrames
      made += transfer.madeFrames
    }
    let played = Double(made) * (1 + ppm * 1e-6)
    #expect(abs(Double(taken) - played - (resampler.heldFrames - atFirst)) < 1e-6)
    #expect(made > 4_000_000)
    #expect((46.9...48).contains(resampler.heldFrames))
  }

  @Test("the input asked for gives exactly the output wanted, and one frame less does not")
  func demand() {
    var resampler = VariableResampler(channelCount: 1, maximumInputFrames: 600)
    var random = SeededGenerator(seed: 7)
    let input = [Float](repeating: 0, count: 600)
    var output = [Float](repeating: 0, count: 600)
    for _ in 0..<5_000 {
      resampler.correctionPPM = Double.random(in: -20_000...20_000, using: &random)
      let wanted = Int.random(in: 1...500, using: &random)
      let needed = resampler.inputFrames(forOutput: wanted)
      let short = resampler.process(
        input, inputFrames: max(needed - 1, 0), into: &output, outputFrames: wanted)
      #expect(short.madeFrames < wanted || needed == 0)
      let missing = wanted - short.madeFrames
      let full = resampler.process(
        input, inputFrames: min(needed, 1), into: &output, outputFrames: missing)
      #expect(full.madeFrames == missing)
    }
  }

  @Test("the samples do not depend on how the input is cut into blocks")
  func blocks() {
    let input = noise(4_000 * 2, seed: 13, level: 1)
    let whole = resampled(input, channelCount: 2, ppm: 321) { _ in 512 }
    var random = SeededGenerator(seed: 11)
    let pieces = resampled(input, channelCount: 2, ppm: 321) { _ in
      Int.random(in: 1...77, using: &random)
    }
    #expect(whole.map(\.bitPattern) == pieces.map(\.bitPattern))
  }

  @Test("channels do not mix: each equals its own mono run", arguments: [2, 3, 7])
  func channels(count: Int) {
    let input = noise(1_000 * count, seed: 13, level: 1)
    let together = resampled(input, channelCount: count, ppm: -99) { _ in 256 }
    for channel in 0..<count {
      let alone = resampled(
        stride(from: channel, to: input.count, by: count).map { input[$0] }, channelCount: 1,
        ppm: -99
      ) { _ in 256 }
      let own = stride(from: channel, to: together.count, by: count).map { together[$0] }
      #expect(own == alone)
    }
  }

  @Test("without a correction every bit passes, 48 frames later")
  func unity() {
    let input = noise(2_000, seed: 13, level: 1)
    let output = resampled(input, channelCount: 1, ppm: 0) { _ in 100 }
    #expect(output.prefix(48).allSatisfy { $0 == 0 })
    #expect(Array(output[48...]) == Array(input[..<(output.count - 48)]))
    #expect(output.count == 2_000)
  }

  @Test("no more is written than there is room for, and what is held comes later")
  func bounded() {
    var resampler = VariableResampler(channelCount: 1, maximumInputFrames: 64)
    let input = noise(64, seed: 13, level: 1)
    var output = [Float](repeating: 9, count: 64)
    let transfer = resampler.process(input, inputFrames: 64, into: &output, outputFrames: 10)
    #expect(transfer == VariableResampler.Transfer(takenFrames: 64, madeFrames: 10))
    #expect(output[10...].allSatisfy { $0 == 9 })
    #expect(resampler.heldFrames == 48 + 54)
    #expect(resampler.inputFrames(forOutput: 54) == 0)
    let rest = resampler.process(input, inputFrames: 0, into: &output, outputFrames: 64)
    #expect(rest.madeFrames == 54)
  }

  @Test("a full history takes no more, and says so")
  func full() {
    var resampler = VariableResampler(channelCount: 1, maximumInputFrames: 64)
    let input = noise(1_000, seed: 13, level: 1)
    var output: [Float] = [0]
    let transfer = resampler.process(input, inputFrames: 1_000, into: &output, outputFrames: 0)
    #expect((64..<1_000).contains(transfer.takenFrames))
    #expect(resampler.heldFrames == 48 + Double(transfer.takenFrames))
  }

  @Test("a correction is limited to 2 %, and what is no number is ignored")
  func limits() {
    var resampler = VariableResampler(channelCount: 1, maximumInputFrames: 64)
    resampler.correctionPPM = 1e9
    #expect(resampler.correctionPPM == 20_000)
    resampler.correctionPPM = -.infinity
    #expect(resampler.correctionPPM == -20_000)
    resampler.correctionPPM = .nan
    #expect(resampler.correctionPPM == -20_000)
  }

  @Test("no input, ratio or length ends the process or writes beyond the output")
  func fuzz() {
    var resampler = VariableResampler(channelCount: 2, maximumInputFrames: 64)
    var random = SeededGenerator(seed: 29)
    var input = [Float](repeating: 0, count: 2 * 300)
    var output = [Float](repeating: 9, count: 2 * 201)
    var made = 0
    for _ in 0..<20_000 {
      for _ in 0..<8 {
        input[Int(random.next() % 600)] = Float(
          bitPattern: UInt32(truncatingIfNeeded: random.next()))
      }
      resampler.correctionPPM = Double(bitPattern: random.next())
      let transfer = resampler.process(
        input, inputFrames: Int(random.next() % 300), into: &output,
        outputFrames: Int(random.next() % 201))
      made += transfer.madeFrames
    }
    #expect(made > 500_000)
    #expect(output[400] == 9 && output[401] == 9)
    #expect((0..<1_000).contains(resampler.heldFrames))
  }

  @Test("after a reset it is as new")
  func reset() {
    let input = noise(512, seed: 13, level: 1)
    var resampler = VariableResampler(channelCount: 1, maximumInputFrames: 512)
    resampler.correctionPPM = 250
    var (first, second) = ([Float](repeating: 0, count: 600), [Float](repeating: 0, count: 600))
    _ = resampler.process(input, inputFrames: 512, into: &first, outputFrames: 600)
    resampler.reset()
    #expect(resampler.heldFrames == 48)
    _ = resampler.process(input, inputFrames: 512, into: &second, outputFrames: 600)
    #expect(first == second)
  }
}

/// All of the input through one resampler, in blocks of so many frames.
private func resampled(
  _ input: [Float], channelCount: Int, ppm: Double, blockFrames: (Int) -> Int
) -> [Float] {
  var resampler = VariableResampler(channelCount: channelCount, maximumInputFrames: 512)
  resampler.correctionPPM = ppm
  var output: [Float] = []
  var block = [Float](repeating: 0, count: 1_024 * channelCount)
  var frame = 0
  let frames = input.count / channelCount
  while frame < frames {
    let count = min(blockFrames(frame), frames - frame)
    let transfer = input.withUnsafeBufferPointer { samples in
      guard let first = samples.baseAddress else { return VariableResampler.Transfer.none }
      return resampler.process(
        first + frame * channelCount, inputFrames: count, into: &block, outputFrames: 1_024)
    }
    frame += transfer.takenFrames
    output += block[..<(transfer.madeFrames * channelCount)]
  }
  return output
}

extension VariableResampler.Transfer {
  fileprivate static let none = Self(takenFrames: 0, madeFrames: 0)
}
