extension ConvolutionStage {
  /// How far the change to an incoming side is.
  enum Change {
    case none
    /// It joins at the next block.
    case waiting
    /// It works, with this many blocks done. The first leaves it sums for the second, which is the
    /// first that is whole; its overlap makes the third one's result complete.
    case joining(blocks: Int)
    /// Both play, the incoming side ever more.
    case fading(frame: Int)
  }
}
