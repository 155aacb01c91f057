import Synthesis

/// Every sound at 48 kHz, made once for all tests.
enum Sounds {
  static let room = Recipe.room.synthesize()
  static let hall = Recipe.hall.synthesize()
  static let hallTrueStereo = Recipe.hallTrueStereo.synthesize()
  static let dryTake = DryTake.pluckedNotes()

  static func of(_ recipe: Recipe) -> SynthesizedSound {
    switch recipe {
    case .dirac: recipe.synthesize()
    case .room: room
    case .hall: hall
    case .hallTrueStereo: hallTrueStereo
    }
  }

  static let rooms: [Recipe] = [.room, .hall, .hallTrueStereo]
}
