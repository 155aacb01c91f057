// Transforms of 4 and 8 points, lane by lane: X(k) = sum of x(n) e^(∓2πi nk/N).

@inline(__always) @_noLocks
func forward4(_ a: Unit, _ b: Unit, _ c: Unit, _ d: Unit) -> Units4 {
  let s = a + c, t = a - c, u = b + d, v = b - d
  return (s + u, subtractTurned(t, v), s - u, addTurned(t, v))
}

@inline(__always) @_noLocks
func inverse4(_ a: Unit, _ b: Unit, _ c: Unit, _ d: Unit) -> Units4 {
  let s = a + c, t = a - c, u = b + d, v = b - d
  return (s + u, addTurned(t, v), s - u, subtractTurned(t, v))
}

/// cos(π/4)
@inline(__always) @_noLocks
private func diagonal() -> Vector { splat(0.70710678118654752) }

@inline(__always) @_noLocks
func forward8(_ x: Units8) -> Units8 {
  let h = diagonal()
  let (e0, e1, e2, e3) = forward4(x.0, x.2, x.4, x.6)
  let (o0, o1, o2, o3) = forward4(x.1, x.3, x.5, x.7)
  let p1 = Unit(h * (o1.re + o1.im), h * (o1.im - o1.re))
  let p3 = Unit(h * (o3.im - o3.re), -(h * (o3.re + o3.im)))
  return (
    e0 + o0, e1 + p1, subtractTurned(e2, o2), e3 + p3,
    e0 - o0, e1 - p1, addTurned(e2, o2), e3 - p3
  )
}

@inline(__always) @_noLocks
func inverse8(_ x: Units8) -> Units8 {
  let h = diagonal()
  let (e0, e1, e2, e3) = inverse4(x.0, x.2, x.4, x.6)
  let (o0, o1, o2, o3) = inverse4(x.1, x.3, x.5, x.7)
  let p1 = Unit(h * (o1.re - o1.im), h * (o1.im + o1.re))
  let p3 = Unit(-(h * (o3.re + o3.im)), h * (o3.re - o3.im))
  return (
    e0 + o0, e1 + p1, addTurned(e2, o2), e3 + p3,
    e0 - o0, e1 - p1, subtractTurned(e2, o2), e3 - p3
  )
}
