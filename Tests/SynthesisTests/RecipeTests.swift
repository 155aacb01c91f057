import Synthesis
import Testing

@Suite struct RecipeTests {
  @Test(arguments: Recipe.allCases)
  func `the same recipe gives the same bits again`(recipe: Recipe) {
    let (first, second) = (Sounds.of(recipe).channels, recipe.synthesize().channels)
    #expect(first.map { $0.map(\.bitPattern) } == second.map { $0.map(\.bitPattern) })
  }

  @Test func `the dirac is one sample of one`() {
    let sound = Recipe.dirac.synthesize(sampleRate: 44100)
    #expect(sound.channels == [[1]])
    #expect(sound.sampleRate == 44100)
    #expect(sound.name == "dirac")
    #expect(Recipe.dirac.reverberationTargets.isEmpty)
  }

  @Test(arguments: Recipe.allCases)
  func `a sound has as many channels as the recipe names`(recipe: Recipe) {
    let sound = Sounds.of(recipe)
    #expect(sound.channels.count == recipe.channelNames.count)
    #expect(sound.channels.allSatisfy { $0.count == sound.frameCount })
    #expect(sound.name == recipe.rawValue)
  }

  @Test(arguments: Recipe.allCases)
  func `every sample is a finite number within full scale`(recipe: Recipe) {
    for channel in Sounds.of(recipe).channels {
      #expect(channel.allSatisfy { abs($0) <= 1 })
    }
  }

  @Test(arguments: Recipe.allCases)
  func `the summary names the licence, and the seed where there is one`(recipe: Recipe) {
    #expect(recipe.summary.hasSuffix(". CC0-1.0."))
    #expect(recipe.summary.contains("Seed 0x") == Sounds.rooms.contains(recipe))
    #expect(!recipe.summary.contains("\n"))
  }

  @Test(arguments: Sounds.reverberations)
  func `each octave decays as fast as the recipe promises`(recipe: Recipe) {
    let sound = Sounds.of(recipe)
    for target in recipe.reverberationTargets where (250...8000).contains(target.octave) {
      for channel in [sound.channels[0], sound.channels[sound.channels.count - 1]] {
        let measured = reverberationTime(
          channel, octave: target.octave, sampleRate: sound.sampleRate)
        // At 8 kHz the measuring filter lets through some of the 4 kHz octave, which lasts longer.
        let tolerance = target.octave < 8000 ? 0.1 : 0.15
        #expect(
          abs(measured / target.seconds - 1) < tolerance,
          "\(recipe.rawValue) at \(target.octave) Hz: \(measured) s, wanted \(target.seconds) s")
      }
    }
  }

  @Test(arguments: [16000, 44100, 96000])
  func `a room decays alike at every sampling rate`(sampleRate: Int) {
    let sound = Recipe.room.synthesize(sampleRate: sampleRate)
    for target in Recipe.room.reverberationTargets where (500...4000).contains(target.octave) {
      let measured = reverberationTime(
        sound.channels[0], octave: target.octave, sampleRate: sampleRate)
      #expect(abs(measured / target.seconds - 1) < 0.1, "\(target.octave) Hz: \(measured) s")
    }
    #expect(abs(energy(sound.channels[0]) - 0.5) < 1e-4)
  }

  @Test(arguments: [SynthesizedSound.sampleRates.lowerBound, 192_000])
  func `the room can be made at extreme sampling rates`(sampleRate: Int) {
    let sound = Recipe.room.synthesize(sampleRate: sampleRate)
    let seconds = Double(sound.frameCount) / Double(sampleRate)
    #expect((0.4...0.8).contains(seconds))
    #expect(sound.channels.joined().allSatisfy { abs($0) <= 1 })
  }
}
