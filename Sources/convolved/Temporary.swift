import Settings
extension Configuration { var isWatched: Bool { false } }
extension Configuration.Endpoint { var volumeDecibels: Double { 0 } }
