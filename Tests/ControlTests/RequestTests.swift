import Control
import JSON
import Testing

/// What a client may ask, and one sentence for each way of asking wrongly.
@Suite struct RequestTests {
  private func command(_ text: String) throws -> ControlCommand {
    try ControlRequest(JSONValue(parsing: text)).command
  }

  private func refusal(_ text: String) throws -> ControlFailure? {
    let json = try JSONValue(parsing: text)
    do throws(ControlFailure) {
      _ = try ControlRequest(json)
      return nil
    } catch {
      return error
    }
  }

  static let examples: [(String, ControlCommand)] = [
    (#"{"command":"status"}"#, .status), (#"{"command":"meters"}"#, .meters),
    (#"{"command":"devices"}"#, .devices), (#"{"command":"metrics"}"#, .metrics),
    (#"{"command":"reload"}"#, .reload), (#"{"command":"volume"}"#, .volume(nil)),
    (#"{"command":"volume","to":-12}"#, .volume(.to(-12))),
    (#"{"command":"volume","to":-12.5}"#, .volume(.to(-12.5))),
    (#"{"command":"volume","by":1}"#, .volume(.by(1))),
    (#"{"command":"mute","to":true}"#, .mute(.on)),
    (#"{"command":"mute","to":false}"#, .mute(.off)),
    (#"{"command":"bypass","to":"toggle"}"#, .bypass(.toggle)),
    (#"{"command":"ab","to":"a"}"#, .ab(.a)), (#"{"command":"ab","to":"toggle"}"#, .ab(.toggle)),
    (
      #"{"command":"swap","stage":"reverb","file":"/x.wav"}"#,
      .swap(.init(stage: "reverb", file: "/x.wav"))
    ),
    (
      #"{"command":"swap","stage":"reverb","file":"/x.wav","fade_ms":20}"#,
      .swap(.init(stage: "reverb", file: "/x.wav", fadeMilliseconds: 20))
    ),
    (
      #"{"command":"set","path":"reverb.wet","value":"-12 dB"}"#,
      .set(path: "reverb.wet", value: "-12 dB")
    ),
    (#"{"command":"get","path":"reverb.wet"}"#, .get(path: "reverb.wet")),
    (#"{"command":"log"}"#, .log(lines: 20)), (#"{"command":"log","lines":5}"#, .log(lines: 5)),
    (
      #"{"command":"subscribe","topics":["meters","log","meters"],"rate":50}"#,
      .subscribe(.init(topics: [.meters, .log], rate: 50))
    ),
    (#"{"command":"subscribe","topics":["state"]}"#, .subscribe(.init(topics: [.state]))),
    (#"{"command":"unsubscribe","topics":["meters"]}"#, .unsubscribe([.meters])),
  ]

  @Test func `every command is read with its arguments`() throws {
    for (text, expected) in Self.examples { #expect(try command(text) == expected, "\(text)") }
    #expect(Set(Self.examples.map(\.1.name)) == Set(ControlCommand.Name.allCases))
  }

  @Test func `what the client writes is read as the same`() throws {
    for (_, command) in Self.examples {
      let request = ControlRequest(id: ["a": 1], command)
      #expect(try ControlRequest(JSONValue(parsing: request.json.description)) == request)
    }
  }

  @Test func `an id of any type is kept`() throws {
    for id: JSONValue in [7, "x", nil, [1, 2], ["k": true], 1.5] {
      let json: JSONValue = ["command": "status", "id": id]
      #expect(try ControlRequest(json).id == id)
    }
    #expect(try ControlRequest(["command": "status"]).id == nil)
  }

  static let mistakes: [(String, ControlFailure.Code, String)] = [
    (
      "[1]", .malformed, #"The line is a list; send an object such as {"command":"status"}."#
    ),
    (
      #"{"id":1}"#, .malformed,
      #"The request names no command; send an object such as {"command":"status"}."#
    ),
    (
      #"{"command":"volum"}"#, .unknownCommand,
      #"There is no command "volum"; did you mean "volume"? "# + everyCommand
    ),
    (#"{"command":7}"#, .unknownCommand, "There is no command 7; " + everyCommand),
    (
      #"{"command":"status","to":1}"#, .invalidArgument,
      #"status has no argument "to"; it takes nothing."#
    ),
    (
      #"{"command":"volume","too":1}"#, .invalidArgument,
      #"volume has no argument "too"; did you mean "to"? It takes "to", "by"."#
    ),
    (
      #"{"command":"volume","to":"-12 dB"}"#, .invalidArgument,
      #"volume: "to" is "-12 dB"; allowed is -120 to 0, a number of dB."#
    ),
    (
      #"{"command":"volume","to":0.1}"#, .invalidArgument,
      #"volume: "to" is 0.1; allowed is -120 to 0, a number of dB."#
    ),
    (
      #"{"command":"volume","by":121}"#, .invalidArgument,
      #"volume: "by" is 121; allowed is -120 to 120, a number of dB."#
    ),
    (
      #"{"command":"volume","to":-3,"by":1}"#, .invalidArgument,
      #"volume takes "to", a level, or "by", a step, and not both."#
    ),
    (
      #"{"command":"mute"}"#, .invalidArgument,
      #"mute needs the argument "to": true, false or "toggle"."#
    ),
    (
      #"{"command":"bypass","to":1}"#, .invalidArgument,
      #"bypass: "to" is 1; allowed is true, false or "toggle"."#
    ),
    (
      #"{"command":"ab","to":"c"}"#, .invalidArgument,
      #"ab: "to" is "c"; allowed is "a", "b" or "toggle"."#
    ),
    (
      #"{"command":"swap","stage":"reverb"}"#, .invalidArgument,
      #"swap needs the argument "file": a text such as "/srv/impulses/hall.flac"."#
    ),
    (
      #"{"command":"swap","stage":"","file":"x"}"#, .invalidArgument,
      #"swap: "stage" is ""; allowed is a text such as "reverb"."#
    ),
    (
      #"{"command":"swap","stage":"r","file":"x","fade_ms":19}"#, .invalidArgument,
      #"swap: "fade_ms" is 19; allowed is 20 to 50, a number of milliseconds."#
    ),
    (
      #"{"command":"set","path":"reverb.wet","value":-12}"#, .invalidArgument,
      #"set: "value" is -12; allowed is a text such as "-12 dB"."#
    ),
    (
      #"{"command":"log","lines":1.5}"#, .invalidArgument,
      #"log: "lines" is 1.5; allowed is 1 to 1000, a whole number."#
    ),
    (
      #"{"command":"subscribe","topics":["meter"]}"#, .invalidArgument,
      #"subscribe: "topics" is "meter"; allowed is a list of "meters", "state", "log"."#
    ),
    (
      #"{"command":"subscribe","topics":[]}"#, .invalidArgument,
      #"subscribe: "topics" is []; allowed is a list of "meters", "state", "log"."#
    ),
    (
      #"{"command":"subscribe","topics":["log"],"rate":0}"#, .invalidArgument,
      #"subscribe: "rate" is 0; allowed is 1 to 50, a whole number."#
    ),
  ]
  private static let everyCommand = """
    There are status, meters, devices, metrics, reload, volume, mute, bypass, ab, swap, set, get, \
    log, subscribe, unsubscribe.
    """

  @Test func `each mistake has its sentence`() throws {
    for (text, code, sentence) in Self.mistakes {
      #expect(try refusal(text) == ControlFailure(code, sentence), "\(text)")
    }
  }

  @Test func `a sentence does not repeat 60 KiB of what was sent`() throws {
    let long = String(repeating: "x", count: 60_000)
    for text in [#"{"command":"volume","\#(long)":[["\#(long)"]]}"#, #"{"command":"\#(long)"}"#] {
      let refused = try refusal(text)
      #expect(try #require(refused).message.count < 300)
    }
  }

  @Test func `what changes nothing says so`() {
    #expect(ControlCommand.volume(nil).isReadOnly && ControlCommand.status.isReadOnly)
    #expect(!ControlCommand.volume(.by(1)).isReadOnly && !ControlCommand.reload.isReadOnly)
  }
}
