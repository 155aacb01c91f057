internal import Session
internal import SimulatedDevices

/// Has blocks take the time that the world says: computing takes none of itself.
struct SimulatedRenderClock: RenderClock {
  let world: SimulatedWorld

  func nanoseconds() -> Int { world.time.now }

  func nanoseconds(after work: BlockWork) -> Int {
    let (cost, end) = world.chainCost
    if work == .chain && world.time.now < end { world.time.advance(by: cost) }
    return world.time.now
  }
}
