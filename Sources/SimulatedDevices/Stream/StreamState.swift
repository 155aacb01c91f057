/// The states of an ALSA stream. Source: `snd_pcm_state_t`.
package enum StreamState: Int, Sendable {
  /// Opened, without parameters: nothing works.
  case open
  /// Configured or stopped: it must be prepared.
  case setup
  /// Ready to start.
  case prepared
  case running
  /// It over- or underran, and stands still.
  case xrun
  /// Playback plays what it holds and then stops.
  case draining
  /// The system sleeps, or the card does not yet know that it woke up.
  case suspended
  /// The card is gone, for good: a card that comes back is another one.
  case disconnected

  var isMoving: Bool { self == .running || self == .draining }
}

package enum StreamDirection: Int, Sendable { case capture, playback }
