// swift-tools-version: 6.2
import PackageDescription

// Apart from the product's package, so that nothing here is ever built or shipped with it.
let package = Package(
  name: "convolved-benchmarks",
  dependencies: [
    .package(name: "convolved", path: ".."),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
  ],
  targets: [
    .executableTarget(
      name: "engine-benchmark",
      dependencies: [
        .product(name: "Convolution", package: "convolved"),
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      path: "Sources/EngineBenchmark",
      swiftSettings: [
        .swiftLanguageMode(.v6),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("ExistentialAny"),
      ])
  ]
)
