extension ShoeboxRoom: ResponseModel {
  /// Left and right, or LL, LR, RL and RR where there are two sources.
  var channelNames: [String] { paths.count == 2 ? ["L", "R"] : ["LL", "LR", "RL", "RR"] }

  var reverberationTargets: [ReverberationTarget] {
    zip(OctaveBands.centres, reverberationTimes).map {
      ReverberationTarget(octave: $0, seconds: $1)
    }
  }

  var summary: String {
    """
    Shoebox of \(size.x) x \(size.y) x \(size.z) m, \(sources) m from the nearest receiver. Image \
    sources up to \(Int((1000 * mixingTime).rounded())) ms (windowed-sinc delays, 1 % jitter, \
    minimum-phase walls), fading from a quarter of that time on into Gaussian noise that decays \
    octave by octave, independent per channel. RT60 in s: \(reverberationTargets.summary). Direct \
    sound at frame 0; cut at -80 dB of remaining energy; energy of each output 0.5. Seed \
    0x\(String(seed, radix: 16)).
    """
  }

  func render(sampleRate: Int) -> [[Float]] {
    RoomResponse(room: self, sampleRate: sampleRate).render()
  }

  /// How many sources there are and how far away the nearest is, as "one source 1.8".
  private var sources: String {
    // Every source has one path to each of the two receivers.
    let count = paths.count == 2 ? "one source" : "two sources"
    return "\(count) \((nearestDistance * 10).rounded() / 10)"
  }
}
