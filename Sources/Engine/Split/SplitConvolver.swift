import Convolution
internal import Realtime

/// Convolves a matrix on several threads, each of which has some of the outputs.
///
/// The audio thread hands the block to the others, convolves its own share, and looks for theirs
/// again and again, but not beyond a deadline: what is late is silent and counted. It takes no lock
/// and sleeps for nobody. One that is late works on what it missed, and is heard again as soon as it
/// is through.
struct SplitConvolver: ~Copyable {
  private var own: PartitionedConvolver
  private let ownOutputs: UnsafeMutablePointer<Int>
  /// `[own output][blockFrames]`
  private let scratch: UnsafeMutablePointer<Sample>
  /// Touched off the audio thread only.
  private let shares: [Share]
  private let clients: UnsafeMutablePointer<UnsafeMutablePointer<ShareClient>>
  private let clientCount: Int
  var patienceNanoseconds: Int
  private let late: AtomicCounter
  private let blockFrames: Int

  /// - Parameter outputs: of the audio thread's own share.
  /// - Parameter late: counts each share's block that is silent because it was late.
  init(
    _ outputs: [Int], bank: FilterBank, others shares: [Share], patienceNanoseconds: Int,
    late: consuming AtomicCounter
  ) {
    blockFrames = bank.plan.blockFrames
    own = PartitionedConvolver(bank)
    ownOutputs = .allocate(capacity: outputs.count)
    ownOutputs.initialize(from: outputs, count: outputs.count)
    scratch = .allocate(capacity: outputs.count * blockFrames)
    scratch.initialize(repeating: 0, count: outputs.count * blockFrames)
    clients = .allocate(capacity: max(shares.count, 1))
    clients.initialize(from: shares.map(\.client), count: shares.count)
    clientCount = shares.count
    self.shares = shares
    self.patienceNanoseconds = patienceNanoseconds
    self.late = late
  }

  deinit {
    ownOutputs.deallocate()
    scratch.deallocate()
    clients.deallocate()
  }

  /// Bytes of all convolvers. Thread: not audio.
  var byteCount: Int { shares.reduce(own.byteCount) { $0 + $1.byteCount } }

  /// Convolves one block.
  ///
  /// - Parameter input: `[inputCount][blockFrames]`.
  /// - Parameter output: `[outputCount][blockFrames]` of the whole matrix, overwritten.
  /// - Thread: audio.
  @_noLocks
  mutating func render(
    _ input: UnsafePointer<Sample>, into output: UnsafeMutablePointer<Sample>
  ) {
    let begin = MonotonicClock.nanoseconds
    var index = 0
    while index < clientCount {
      clients[index].pointee.post(input)
      index += 1
    }
    own.render(input, into: scratch)
    index = 0
    while index < own.outputCount {
      copySamples(
        scratch + index * blockFrames, to: output + ownOutputs[index] * blockFrames,
        count: blockFrames)
      index += 1
    }
    index = 0
    while index < clientCount {
      take(clients[index], since: begin, into: output)
      index += 1
    }
  }

  @_noLocks
  private func take(
    _ client: UnsafeMutablePointer<ShareClient>, since begin: Int,
    into output: UnsafeMutablePointer<Sample>
  ) {
    var isReady = client.pointee.isReady
    while !isReady && client.pointee.isPosted
      && MonotonicClock.nanoseconds - begin < patienceNanoseconds
    {
      isReady = client.pointee.isReady
    }
    if isReady {
      client.pointee.take(into: output)
    } else {
      client.pointee.silence(output)
      late.add()
    }
  }

  /// Begins to forget all past input; ``clear(from:atMost:)`` must follow. The others forget theirs
  /// by themselves.
  ///
  /// - Thread: audio.
  @_noLocks
  mutating func restart() {
    own.restart()
    var index = 0
    while index < clientCount {
      clients[index].pointee.restart()
      index += 1
    }
  }

  /// Clears the next part of the audio thread's share: see ``PartitionedConvolver``.
  @_noLocks
  func clear(from first: Int, atMost limit: Int) -> Int { own.clear(from: first, atMost: limit) }
}
