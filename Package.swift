// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
]

let system: Target.Dependency = .product(name: "SystemPackage", package: "swift-system")
let subprocess: Target.Dependency = .product(name: "Subprocess", package: "swift-subprocess")
let arguments: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
    name: "reeve",
    products: [
        .executable(name: "reeve", targets: ["reeve"]),
        // Only the tests load it, into xenstored.
        .library(name: "XenStub", type: .dynamic, targets: ["CXenStub"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-system", from: "1.6.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.0", traits: []),
    ],
    targets: [
        .target(name: "Formats", swiftSettings: strict),
        .target(name: "Model", dependencies: ["Formats"], swiftSettings: strict),
        .target(name: "XenStore", dependencies: ["Formats", system], swiftSettings: strict),
        .target(
            name: "Dom0", dependencies: ["Model", "Formats", "XenStore", "CLinux", system, subprocess],
            swiftSettings: strict),
        .target(name: "CLinux"),
        .executableTarget(
            name: "reeve", dependencies: ["Dom0", "Model", "Formats", "XenStore", arguments, system],
            swiftSettings: strict),

        .target(name: "Lab", dependencies: [system, subprocess], swiftSettings: strict),
        .executableTarget(name: "labctl", dependencies: ["Lab", arguments], swiftSettings: strict),

        .target(name: "CXenStub", path: "Tests/CXenStub"),
        .testTarget(name: "FormatsTests", dependencies: ["Formats"], swiftSettings: strict),
        .testTarget(
            name: "ModelTests", dependencies: ["Model", "Formats", system], exclude: ["StartFailures"],
            swiftSettings: strict),
        .testTarget(
            name: "XenStoreTests", dependencies: ["XenStore", "Model", "Formats", system, subprocess],
            swiftSettings: strict),
        .testTarget(
            name: "Dom0Tests", dependencies: ["Dom0", "Model", "Formats", "XenStore", system, subprocess],
            exclude: ["InstallTreeArchive"], swiftSettings: strict),
        .testTarget(
            name: "CommandTests", dependencies: ["reeve", "Dom0", "Formats", "Model", system, subprocess, arguments],
            exclude: ["Hosts"],
            swiftSettings: strict
        ),
        .testTarget(name: "LabTests", dependencies: ["Lab", system], swiftSettings: strict),
    ],
    swiftLanguageModes: [.v6]
)

// The real libxlutil, from Debian's libxen-dev, to compare with. Nothing else needs it.
if Context.environment["REEVE_ORACLE"] == "1" {
    package.targets += [
        .target(name: "CXLU", path: "Tests/CXLU", linkerSettings: [.linkedLibrary("xlutil")]),
        .testTarget(name: "OracleTests", dependencies: ["CXLU", "Formats"], swiftSettings: strict),
        .executableTarget(
            name: "parsebench", dependencies: ["CXLU", "Formats"], path: "Benchmarks/parsebench", swiftSettings: strict),
    ]
}
