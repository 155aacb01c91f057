/// Knows what the channels beside number and gain should sound like.
package protocol SoundJudge: AnyObject {
  /// A session begins: of what was rendered before nothing is remembered.
  func beginSession()
  /// Frames from this number on were read, and are rendered next.
  func captured(from number: Int, frames: Int)
  /// A block of silence was rendered in place of a source that gives nothing.
  func renderedSilence(frames: Int)
  /// What is wrong with a frame that was heard; `nil` for nothing.
  ///
  /// - Parameter frame: all of its channels, as they were heard.
  /// - Parameter gain: at which it was heard.
  func fault(of frame: UnsafePointer<Float>, number: Int, gain: Float) -> String?
}
