import Control
import ControlServer
import Glibc
import JSON
import Testing
import TestSupport

/// `convolve ctl`, against a server that answers as a daemon does.
@Suite struct CtlTests {
  private let bench: CtlBench

  init() throws { bench = try CtlBench() }

  @Test func `status is told in sentences, and nothing in it commands the terminal`() throws {
    let result = try bench.run("status")
    #expect(result.status == 0 && result.errors.isEmpty, "\(result)")
    #expect(
      result.output == """
        /etc/convolved/room.yaml, playing, generation 3, for 01:02:03
        volume -12.5 dB, not muted, the chain is heard
        at normal priority: see the log
        capture hw:USB: 48000 Hz, 2 channels, s32, period 256, buffer 1024 frames
        playback hw:DAC: waiting: hw:DAC is gone\u{FFFD}[2J
        lost frames 12

        """)
  }

  @Test func `with --json the reply is printed as it came, wherever the option stands`() throws {
    let replies = try [
      bench.run("--json", "volume"), bench.run("volume", "--json"),
      bench.start(["volume", "--json", "--socket", bench.socket]).result(),
    ]
    for reply in replies {
      #expect(reply.output == "{\"ok\":true,\"volume\":-12.5,\"muted\":true}\n")
    }
  }

  @Test func `levels below 0 are no options`() throws {
    for arguments in [
      ["-12"], ["-12dB"], ["-12 dB"], ["-12", "dB"], ["--by", "-1"], ["--by", "+1"],
    ] {
      let result = try bench.start(["--socket", bench.socket, "volume"] + arguments).result()
      #expect(result.output == "volume -12.5 dB, muted\n", "\(result)")
    }
    _ = try bench.run("set", "reverb.wet", "-12", "dB")
    #expect(
      bench.asked == [
        .volume(.to(-12)), .volume(.to(-12)), .volume(.to(-12)), .volume(.to(-12)),
        .volume(.by(-1)), .volume(.by(1)), .set(path: "reverb.wet", value: "-12 dB"),
      ])
  }

  @Test func `each command is asked for with its arguments`() throws {
    for arguments in [
      ["meters"], ["devices"], ["metrics"], ["mute", "on"], ["bypass", "toggle"], ["ab", "b"],
      ["swap", "reverb", "/x.wav", "--fade", "30ms"], ["swap", "reverb", "x.wav"], ["reload"],
      ["log", "-n", "5"], ["get", "reverb.wet"],
    ] {
      let result = try bench.start(["--socket", bench.socket] + arguments).result()
      #expect(result.status == 0, "\(result)")
    }
    let folder = try #require(realpath(bench.folder.path, nil).map { String(cString: $0) })
    #expect(
      bench.asked == [
        .meters, .devices, .metrics, .mute(.on), .bypass(.toggle), .ab(.b),
        .swap(.init(stage: "reverb", file: "/x.wav", fadeMilliseconds: 30)),
        .swap(.init(stage: "reverb", file: "\(folder)/x.wav")), .reload, .log(lines: 5),
        .get(path: "reverb.wet"),
      ])
  }

  @Test func `answers are told in words`() throws {
    #expect(try bench.run("ab", "b").output == "b: bypass, as loud as the chain (-6.0 dB)\n")
    #expect(
      try bench.run("swap", "reverb", "/x.wav").output
        == "generation 4: filters changed\n1 s long\n")
    #expect(try bench.run("metrics").output == "up 1\n")
    #expect(try bench.run("log").output == "first\nsecond\n")
    #expect(
      try bench.run("meters").output == """
             channel      peak       rms
         in        L  -12.3 dB  -20.1 dB
        out        L   -6.5 dB   -inf dB

        """)
  }

  private static let refusals: [(ControlFailure.Code, Int32)] = [
    (.invalidArgument, 64), (.notFound, 64), (.unknownCommand, 64), (.badConfiguration, 78),
    (.noFile, 66), (.badSound, 65), (.noDevice, 69), (.busy, 75), (.stopping, 75),
    (.notPermitted, 77), (.internal, 70),
  ]

  @Test(arguments: refusals)
  func `a refusal is said, and tells its kind by the exit status`(
    code: ControlFailure.Code, status: Int32
  ) throws {
    let result = try bench.run("get", code.rawValue)
    #expect(result.status == status && result.output.isEmpty)
    #expect(result.errors == "convolve: It is \(code.rawValue).\n")
  }

  @Test(arguments: [
    (["volume", "5"], "The volume is 5.0 dB; allowed are -120 to 0 dB."),
    (["volume", "--foo"], "Unknown option '--foo'"),
    (["volume", "-3", "--by", "1"], "A volume and --by were given; give one of them."),
    (["mute", "maybe"], "Please provide one of 'on', 'off' or 'toggle'."),
    (["ab"], "Outside of a terminal ab needs to know: a, b or toggle."),
    (["swap", "reverb", "x.wav", "--fade", "1s"], "a fade is 20ms to 50ms"),
    (["log", "-n", "0"], "-n is 0; allowed are 1 to 1000."),
    (["--instance", "room", "status"], "--instance and --socket both name the daemon"),
  ])
  func `a mistake on the command line reaches no daemon`(
    arguments: [String], sentence: String
  ) throws {
    let result = try bench.start(["--socket", bench.socket] + arguments).result()
    #expect(result.status == 64 && result.errors.contains(sentence), "\(result)")
    #expect(bench.asked.isEmpty)
  }

  @Test func `where no daemon is, the status is 69 and the sentence says what to do`() throws {
    let missing = try bench.start(["--socket", "/nowhere/x.sock", "reload"]).result()
    #expect(missing.status == 69)
    #expect(
      missing.errors
        == "convolve: /nowhere/x.sock: no daemon there; start it, or name another with --socket\n")
    // What a daemon that was killed leaves behind.
    try #require(rename(bench.socket, bench.folder.path("dead.sock")) == 0)
    bench.server.stop()
    let dead = try bench.start(["--socket", bench.folder.path("dead.sock"), "status"]).result()
    #expect(dead.status == 69 && dead.errors.contains("the daemon has died, start it again"))
  }

  @Test func `the only daemon is found, several are listed, and a name chooses`() throws {
    let runtime = try TemporaryFolder()
    defer { unlink(runtime.path("convolved")) }
    try #require(symlink(bench.folder.path, runtime.path("convolved")) == 0)
    let environment = ["XDG_RUNTIME_DIR": runtime.path, "CONVOLVED_SOCKET": ""]
    func run(_ arguments: String...) throws -> ProgramResult {
      try bench.start(arguments, environment: environment).result()
    }
    #expect(try run("volume").status == 0)
    #expect(try run("--instance", "room", "volume").status == 0)
    try bench.folder.write([], as: "other.sock")
    let several = try run("volume")
    #expect(several.status == 64)
    #expect(several.errors.contains("there are 2 daemons: "))
    #expect(several.errors.contains("other.sock, ") && several.errors.contains("room.sock; choose"))
    #expect(try run("--instance", "room", "volume").status == 0)
    let named = try bench.start(
      ["volume"], environment: environment.merging(["CONVOLVED_SOCKET": bench.socket]) { $1 })
    #expect(try named.result().status == 0)
  }

  @Test func `the log is followed until the daemon ends`() throws {
    let program = try bench.start(["--socket", bench.socket, "log", "--follow"])
    for _ in 0..<4000 where !bench.server.hasSubscribers(of: .log) { usleep(5000) }
    for _ in 0..<4000 where !program.outputSoFar.contains("second\n") { usleep(5000) }
    bench.server.publish(.log, ["code": "x", "message": "third"])
    for _ in 0..<4000 where !program.outputSoFar.contains("third\n") { usleep(5000) }
    bench.server.stop()
    let result = try program.result()
    #expect(result.output == "first\nsecond\nthird\n" && result.status == 69)
  }

  @Test func `watch prints a line a second where there is no terminal, and ends by a signal`()
    throws
  {
    let program = try bench.start(["--socket", bench.socket, "watch"])
    for _ in 0..<4000 where !bench.server.hasSubscribers(of: .meters) { usleep(5000) }
    for _ in 0..<4000 where !program.outputSoFar.contains("\n") {
      bench.server.publish(.meters, CtlBench.meters)
      usleep(5000)
    }
    program.send(SIGINT)
    let result = try program.result()
    #expect(result.status == 130)
    #expect(
      result.output.split(separator: "\n").first == """
        playing; in L -12.3; out L -6.5; load mean 10.0 %, p99 20.0 %, worst 25.0 % of 5333 µs, \
        late blocks 0; latency 1024 frames, clocks differ by 12.3 ppm, xruns 1, clipped samples 0
        """)
  }
}
