// swift-tools-version: 6.2
import PackageDescription

/// What every Swift target is held to.
let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("ExistentialAny"),
]

/// Targets that run on an audio thread, or only compute, are optimised in debug builds as well:
/// unoptimised code allocates and counts references where the shipped code does not, and is 100
/// times slower.
let audio: [SwiftSetting] =
  strict + [
    .unsafeFlags(
      ["-O", "-wmo", "-num-threads", "1", "-disable-batch-mode"], .when(configuration: .debug))
  ]

/// The simulation is one thread over objects that refer to each other; asking at run time whether
/// two of them overlap took a fifth of its time. Tests, which are debug builds, do ask.
let simulated: [SwiftSetting] =
  audio + [.unsafeFlags(["-enforce-exclusivity=unchecked"], .when(configuration: .release))]

/// Where raw memory is rare enough that each access can be marked.
let safe: [SwiftSetting] = [.strictMemorySafety()]

#if arch(x86_64)
  /// AVX2 and FMA. The flag goes through Clang because the Swift driver knows no psABI level.
  let level3: [SwiftSetting] = [.unsafeFlags(["-Xcc", "-march=x86-64-v3"])]
#else
  let level3: [SwiftSetting] = []
#endif

/// Eight floats fill one register of level 3: sums of products may then take twice as many of them.
let oneRegister: [SwiftSetting] = level3.isEmpty ? [] : [.define("ONE_REGISTER_VECTORS")]

/// The second build of sources that are written over `Sample`: for `Double`, with the modules they
/// import replaced by their own second builds. Its folder is a link to the first one's.
func double(_ settings: [SwiftSetting], importing aliases: [String: String] = [:]) -> [SwiftSetting]
{
  let flags = aliases.sorted { $0.key < $1.key }.flatMap {
    ["-module-alias", "\($0.key)=\($0.value)"]
  }
  return settings + [.define("DOUBLE_PRECISION")] + (flags.isEmpty ? [] : [.unsafeFlags(flags)])
}

let package = Package(
  name: "convolved",
  products: [
    .executable(name: "convolved", targets: ["convolved"]),
    .executable(name: "convolve", targets: ["convolve"]),
    // For the package in Benchmarks, which measures the engine alone.
    .library(name: "Convolution", targets: ["Convolution"]),
    .library(name: "VirtualCard", type: .dynamic, targets: ["VirtualCard"]),
    .library(name: "VirtualControls", type: .dynamic, targets: ["VirtualControls"]),
    .library(name: "RealtimeGuard", type: .dynamic, targets: ["RealtimeGuard"]),
    .library(name: "FileFaults", type: .dynamic, targets: ["FileFaults"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
  ],
  targets: [
    // C: what Swift cannot say, and the system's libraries.
    .target(name: "CVector"),
    .systemLibrary(name: "CFiles"),
    .target(name: "CRealtime"),
    .target(name: "CALSA", linkerSettings: [.linkedLibrary("asound")]),
    .systemLibrary(name: "CSndfile", pkgConfig: "sndfile", providers: [.apt(["libsndfile1-dev"])]),
    .systemLibrary(name: "CSoxr", pkgConfig: "soxr", providers: [.apt(["libsoxr-dev"])]),
    .systemLibrary(
      name: "CEbur128", pkgConfig: "libebur128", providers: [.apt(["libebur128-dev"])]),
    .systemLibrary(name: "CYaml", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(name: "CJansson", pkgConfig: "jansson", providers: [.apt(["libjansson-dev"])]),

    // Convolution: one set of kernel sources compiled for two processor levels and two precisions.
    .target(name: "KernelsBaseline", dependencies: ["CVector"], swiftSettings: audio),
    .target(
      name: "KernelsV3", dependencies: ["CVector"], swiftSettings: audio + level3 + oneRegister),
    .target(
      name: "Convolution", dependencies: ["CVector", "KernelsBaseline", "KernelsV3"],
      swiftSettings: audio),
    .target(
      name: "KernelsDoubleBaseline", dependencies: ["CVector"], swiftSettings: double(audio)),
    .target(
      name: "KernelsDoubleV3", dependencies: ["CVector"], swiftSettings: double(audio + level3)),
    .target(
      name: "ConvolutionDouble",
      dependencies: ["CVector", "KernelsDoubleBaseline", "KernelsDoubleV3"],
      // Pictures are of double precision in the first build.
      exclude: ["Pictures"],
      swiftSettings: double(
        audio,
        importing: [
          "KernelsBaseline": "KernelsDoubleBaseline", "KernelsV3": "KernelsDoubleV3",
        ])),
    .target(name: "SignalProcessing", swiftSettings: audio),
    .target(name: "Realtime", dependencies: ["CRealtime"], swiftSettings: audio),
    .target(
      name: "Engine", dependencies: ["Convolution", "SignalProcessing", "Realtime"],
      swiftSettings: audio),
    .target(
      name: "EngineDouble", dependencies: ["ConvolutionDouble", "SignalProcessing", "Realtime"],
      swiftSettings: double(audio, importing: ["Convolution": "ConvolutionDouble"])),

    // Two clocks made one, and what stands between the engine and a loudspeaker.
    .target(name: "RateMatching", dependencies: ["CVector"], swiftSettings: audio),

    // Files and devices.
    .target(
      name: "SoundFiles", dependencies: ["CFiles", "CSndfile", "CSoxr"], swiftSettings: strict),
    .target(
      name: "Rendering", dependencies: ["SoundFiles", "SignalProcessing", "CEbur128"],
      swiftSettings: strict),
    .target(
      name: "Offline",
      dependencies: [
        "Rendering", "Engine", "Convolution", "SignalProcessing", "Realtime", "SoundFiles",
      ],
      swiftSettings: audio),
    .target(
      name: "OfflineDouble",
      dependencies: [
        "Rendering", "EngineDouble", "ConvolutionDouble", "SignalProcessing", "Realtime",
        "SoundFiles",
      ],
      swiftSettings: double(
        audio, importing: ["Convolution": "ConvolutionDouble", "Engine": "EngineDouble"])),
    .target(name: "AudioDevices", dependencies: ["SignalProcessing"], swiftSettings: audio),
    .target(
      name: "ALSADevices", dependencies: ["AudioDevices", "SignalProcessing", "CALSA"],
      swiftSettings: audio),

    // What is said to the daemon, and how.
    .target(name: "Wording", swiftSettings: strict + safe),
    .target(name: "JSON", dependencies: ["CJansson"], swiftSettings: strict + safe),
    .target(name: "Control", dependencies: ["JSON", "Wording"], swiftSettings: strict + safe),
    .target(
      name: "ControlServer",
      dependencies: [
        "Control", "JSON", .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
      ],
      swiftSettings: strict + safe),
    .target(
      name: "Journal", dependencies: [.product(name: "Logging", package: "swift-log")],
      swiftSettings: strict + safe),

    // Many files: lists, draws, shards and manifests.
    .target(
      name: "Batch", dependencies: ["JSON", "Wording", "CZlib"], swiftSettings: strict + safe),

    // What is seen of a response.
    .target(name: "Acoustics", dependencies: ["SignalProcessing"], swiftSettings: audio),
    .target(
      name: "Drawing", dependencies: ["SignalProcessing", "CZlib"], swiftSettings: strict + safe),

    // Composition.
    .target(name: "Settings", dependencies: ["CYaml", "Wording"], swiftSettings: strict + safe),
    .target(name: "FilterDesign", dependencies: ["SignalProcessing"], swiftSettings: audio + safe),
    .target(name: "Synthesis", dependencies: ["SignalProcessing"], swiftSettings: audio + safe),
    .target(
      name: "Session",
      dependencies: [
        "Engine", "Convolution", "Settings", "SoundFiles", "Realtime", "SignalProcessing",
        "AudioDevices", "RateMatching",
      ],
      swiftSettings: audio),
    .executableTarget(
      name: "convolved",
      dependencies: [
        "Session", "Settings", "ALSADevices", "AudioDevices", "Realtime", "Engine", "Convolution",
        "SignalProcessing", "Control", "ControlServer", "JSON", "Journal",
        .product(name: "Logging", package: "swift-log"),
      ],
      swiftSettings: strict + safe),
    .executableTarget(
      name: "convolve",
      dependencies: [
        "Offline", "OfflineDouble", "Rendering", "Session", "Engine", "SoundFiles",
        "SignalProcessing", "Synthesis", "Realtime", "JSON", "Settings", "ALSADevices",
        "AudioDevices", "Convolution", "Control", "Wording", "Acoustics", "Drawing", "FilterDesign",
        "Batch",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict + safe),

    // Instruments of the tests: a sound card in user space, and a guard that counts what an audio
    // thread must not do, and one that fails what is done to files. None is linked into the programs.
    .target(name: "VirtualCard", linkerSettings: [.linkedLibrary("asound")]),
    .target(name: "VirtualControls", linkerSettings: [.linkedLibrary("asound")]),
    .target(name: "RealtimeGuard", linkerSettings: [.linkedLibrary("dl")]),
    .target(name: "FileFaults", linkerSettings: [.linkedLibrary("dl")]),
    // Cards, clocks and faults in virtual time: hours of sound in a second, the same for a seed.
    .target(
      name: "SimulatedDevices", dependencies: ["AudioDevices", "SignalProcessing"],
      swiftSettings: simulated),

    // The same cards below the real libasound.
    .target(name: "CSimulatedCard", linkerSettings: [.linkedLibrary("asound")]),
    .target(
      name: "SimulatedALSA",
      dependencies: [
        "CSimulatedCard", "SimulatedDevices", "ALSADevices", "AudioDevices", "SignalProcessing",
      ],
      swiftSettings: simulated),
    .target(
      name: "SimulatedSession",
      dependencies: [
        "SimulatedDevices", "SimulatedALSA", "Session", "Engine", "Convolution", "AudioDevices",
        "Realtime",
      ],
      swiftSettings: simulated),
    .executableTarget(
      name: "convolve-sim",
      dependencies: [
        "SimulatedSession", "SimulatedDevices",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict),

    // Seeded numbers and folders for tests. It imports no room, and no room imports it.
    .target(name: "TestSupport", path: "Tests/Support", swiftSettings: audio),

    .testTarget(name: "ConvolutionTests", dependencies: ["Convolution"], swiftSettings: audio),
    .testTarget(
      name: "ConvolutionDoubleTests", dependencies: ["ConvolutionDouble"],
      // What has no samples, and the swap, which only live sound uses.
      exclude: [
        "ConvolverLoadTests.swift", "FilterSwapTests.swift", "KernelCostsTests.swift",
        "Pictures", "PlanForecastTests.swift", "PlanParsingTests.swift", "PlannerTests.swift",
        "Reference",
      ],
      swiftSettings: double(audio, importing: ["Convolution": "ConvolutionDouble"])),
    .testTarget(
      name: "SignalProcessingTests", dependencies: ["SignalProcessing"], swiftSettings: strict),
    // Hours of virtual time: optimised.
    .testTarget(
      name: "RateMatchingTests", dependencies: ["RateMatching"], swiftSettings: audio),
    .testTarget(
      name: "AcousticsTests", dependencies: ["Acoustics", "SignalProcessing"],
      swiftSettings: audio),
    .testTarget(name: "DrawingTests", dependencies: ["Drawing", "CZlib"], swiftSettings: strict),
    .testTarget(name: "RealtimeTests", dependencies: ["Realtime"], swiftSettings: strict),
    .testTarget(
      name: "EngineTests", dependencies: ["Engine", "Convolution", "Realtime", "SignalProcessing"],
      swiftSettings: strict),
    .testTarget(
      name: "SoundFilesTests", dependencies: ["SoundFiles", "CSndfile"], swiftSettings: strict),
    .testTarget(
      name: "ALSADevicesTests",
      dependencies: ["ALSADevices", "AudioDevices", "RateMatching", "SignalProcessing"],
      swiftSettings: strict),
    .testTarget(
      name: "SimulatedDevicesTests",
      dependencies: ["SimulatedDevices", "AudioDevices", "SignalProcessing"],
      swiftSettings: audio),
    .testTarget(
      name: "SimulatedSessionTests",
      dependencies: ["SimulatedSession", "SimulatedDevices", "AudioDevices"],
      swiftSettings: audio),
    .testTarget(name: "BatchTests", dependencies: ["Batch", "JSON"], swiftSettings: strict),
    .testTarget(name: "JSONTests", dependencies: ["JSON"], swiftSettings: strict),
    .testTarget(name: "ControlTests", dependencies: ["Control", "JSON"], swiftSettings: strict),
    .testTarget(
      name: "JournalTests",
      dependencies: ["Journal", .product(name: "Logging", package: "swift-log")],
      swiftSettings: strict),
    .testTarget(
      name: "ControlServerTests", dependencies: ["ControlServer", "Control", "JSON"],
      swiftSettings: strict),
    .testTarget(name: "SettingsTests", dependencies: ["Settings"], swiftSettings: strict),
    .testTarget(name: "FilterDesignTests", dependencies: ["FilterDesign"], swiftSettings: strict),
    .testTarget(
      name: "SynthesisTests", dependencies: ["Synthesis", "SignalProcessing"],
      swiftSettings: audio),
    .testTarget(
      name: "OfflineTests",
      dependencies: ["Offline", "Rendering", "Engine", "Convolution", "SoundFiles"],
      swiftSettings: strict),
    .testTarget(
      name: "OfflineDoubleTests",
      dependencies: [
        "OfflineDouble", "Rendering", "EngineDouble", "ConvolutionDouble", "SoundFiles",
      ],
      swiftSettings: double(
        strict,
        importing: [
          "Offline": "OfflineDouble", "Engine": "EngineDouble",
          "Convolution": "ConvolutionDouble",
        ])),
    .testTarget(
      name: "SessionTests",
      dependencies: [
        "Session", "Engine", "Convolution", "SoundFiles", "Realtime", "SignalProcessing",
        "AudioDevices", "Settings",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "ProgramTests",
      dependencies: [
        "SoundFiles", "Session", "Engine", "Convolution", "Settings", "Realtime",
        "SignalProcessing", "JSON", "Control", "ControlServer",
      ],
      swiftSettings: strict),
  ]
)

for target in package.targets where target.type == .test {
  target.dependencies.append("TestSupport")
}

// `TEST_TARGETS="EngineTests SessionTests" swift test` compiles these tests and no others.
if let chosen = Context.environment["TEST_TARGETS"]?.split(separator: " ") {
  package.targets.removeAll { target in
    target.type == .test && !chosen.contains { $0 == target.name }
  }
}
