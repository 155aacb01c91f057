import Synthesis

/// Every sound at 48 kHz, made once for all tests.
enum Sounds {
  static let all = Dictionary(
    uniqueKeysWithValues: Recipe.allCases.map { ($0, $0.synthesize()) })
  static let hallTrueStereo = of(.hallTrueStereo)
  static let dryTake = DryTake.pluckedNotes()

  static func of(_ recipe: Recipe) -> SynthesizedSound { all[recipe] ?? recipe.synthesize() }

  static let rooms: [Recipe] = [.room, .studio, .chamber, .hall, .hallTrueStereo, .cathedral]
  static let reverberations = rooms + [.plate, .spring]
  static let filters = Recipe.allCases.filter { $0.storage == .float }
}
