// swift-tools-version: 6.3

import PackageDescription

let package = Package(
    name: "placard",
    products: [
        .executable(name: "placard", targets: ["placard"])
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: [
        // System libraries: a module map and a shim header each, imported by one target.
        .systemLibrary(
            name: "CCmark",
            pkgConfig: "libcmark-gfm",
            providers: [.apt(["libcmark-gfm-dev", "libcmark-gfm-extensions-dev"])]
        ),
        .systemLibrary(name: "CGumbo", pkgConfig: "gumbo", providers: [.apt(["libgumbo-dev"])]),
        .systemLibrary(name: "CExpat", pkgConfig: "expat", providers: [.apt(["libexpat1-dev"])]),

        // Foundations: no knowledge of boards.
        .target(name: "Documents", dependencies: ["Yams"]),
        .target(name: "XMLTree", dependencies: ["CExpat"]),
        .target(name: "RichText", dependencies: ["CCmark", "CGumbo"]),
        .target(
            name: "Signing",
            dependencies: [
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "CryptoExtras", package: "swift-crypto"),
            ]
        ),
        .target(name: "Transport"),
        // libcurl's headers; the library itself is loaded when it is first called.
        .target(name: "CCurl"),
        .target(name: "CurlTransport", dependencies: ["Transport", "CCurl"]),

        // The role, and what adapters make of it.
        .target(name: "Roles", dependencies: ["Documents", "Signing"]),
        .target(name: "RoleFiles", dependencies: ["Roles", "Documents"]),
        .target(name: "Postings", dependencies: ["Documents"]),
        .target(
            name: "AdapterKit",
            dependencies: ["Documents", "XMLTree", "RichText", "Signing", "Roles", "Postings", "Transport"]
        ),
        .target(
            name: "AdapterTesting",
            dependencies: ["AdapterKit", "Documents", "Postings", "RoleFiles", "Roles", "Transport"]
        ),

        // libpq's headers; the library itself is loaded when a ledger in a database is opened.
        .target(name: "CPostgres"),

        // The record, and delivery from it.
        .target(name: "Ledger", dependencies: ["Documents", "Postings"]),
        .target(name: "LedgerTesting", dependencies: ["Ledger", "Postings", "Documents"]),
        .target(name: "PostgresLedger", dependencies: ["Ledger", "Postings", "Documents", "CPostgres"]),
        .target(
            name: "SQLiteLedger",
            dependencies: [
                "Ledger", "Postings", "Documents", .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ]
        ),
        .target(
            name: "Delivery",
            dependencies: ["Ledger", "AdapterKit", "Postings", "Documents", "Roles", "Transport", "Signing"]
        ),
        .target(
            name: "Gateway",
            dependencies: [
                "Delivery", "Ledger", "Postings", "AdapterKit", "RichText", "RoleFiles", "Roles", "Documents",
                "Transport", "Signing",
            ]
        ),

        // A made-up world around the real engine: seeded, in virtual time, with faults.
        .target(
            name: "Simulation",
            dependencies: [
                "Delivery", "Ledger", "LedgerTesting", "AdapterKit", "Postings", "Documents", "Roles", "Transport",
            ]
        ),
        .executableTarget(
            name: "simulate",
            dependencies: [
                "Simulation", "Documents", .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]
        ),

        // How the program takes its memory.
        .target(name: "CHeap"),

        // The boards' side, for demo and tests.
        .target(
            name: "Sandbox",
            dependencies: [
                "Documents", "XMLTree", "Signing",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
            ]
        ),

        // Adapters and templates, packed into the binary.
        .executableTarget(name: "pack"),
        .plugin(name: "EmbedBundle", capability: .buildTool(), dependencies: ["pack"]),
        .target(name: "Bundled", plugins: ["EmbedBundle"]),

        .executableTarget(
            name: "placard",
            dependencies: [
                "Gateway", "Delivery", "Ledger", "Postings", "SQLiteLedger", "PostgresLedger", "CurlTransport",
                "Transport",
                "Sandbox", "Bundled", "CHeap",
                "AdapterKit", "AdapterTesting", "RoleFiles", "Roles", "Documents", "RichText", "Signing",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]
        ),

        // Tests mirror the sources; a server for those that need one.
        .target(name: "PostgresTesting", path: "Tests/PostgresTesting", exclude: ["cluster.sh"]),
        .testTarget(name: "DocumentsTests", dependencies: ["Documents"]),
        .testTarget(name: "PostingsTests", dependencies: ["Postings"]),
        .testTarget(name: "XMLTreeTests", dependencies: ["XMLTree"]),
        .testTarget(name: "RichTextTests", dependencies: ["RichText"]),
        .testTarget(name: "SigningTests", dependencies: ["Signing"]),
        .testTarget(name: "TransportTests", dependencies: ["Transport"]),
        .testTarget(name: "CurlTransportTests", dependencies: ["CurlTransport", "Transport", "CCurl"]),
        .testTarget(name: "RolesTests", dependencies: ["Roles", "Documents"]),
        .testTarget(name: "RoleFilesTests", dependencies: ["RoleFiles", "Roles", "Documents"], exclude: ["Roles"]),
        .testTarget(name: "LedgerTests", dependencies: ["Ledger", "LedgerTesting", "Postings", "Documents"]),
        .testTarget(
            name: "SQLiteLedgerTests",
            dependencies: [
                "SQLiteLedger", "Ledger", "LedgerTesting", "Postings", "Documents",
                .product(name: "GRDB", package: "GRDB.swift"), .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ],
            exclude: ["Golden"]
        ),
        .testTarget(
            name: "PostgresLedgerTests",
            dependencies: [
                "PostgresLedger", "Ledger", "LedgerTesting", "Postings", "Documents", "Delivery", "AdapterKit", "Roles",
                "Transport", "PostgresTesting",
            ],
            exclude: ["Golden"]
        ),
        .testTarget(
            name: "SandboxTests",
            dependencies: [
                "Sandbox", "Documents", "Signing",
                .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOPosix", package: "swift-nio"),
            ],
            exclude: ["Contracts"]
        ),
        .testTarget(
            name: "AdapterKitTests",
            dependencies: [
                "AdapterKit", "Documents", "Postings", "Roles", "RoleFiles", "RichText", "Signing", "Transport",
                "XMLTree",
            ],
            exclude: ["Manifests", "Rendering/Golden"]
        ),
        .testTarget(
            name: "AdapterTestingTests",
            dependencies: ["AdapterTesting", "AdapterKit", "Documents", "Postings", "Transport"]
        ),
        .testTarget(name: "ContractTests", dependencies: ["Sandbox", "Documents", "Signing"]),
        .testTarget(
            name: "AdapterTests",
            dependencies: [
                "AdapterKit", "AdapterTesting", "Roles", "RoleFiles", "RichText", "Documents", "Postings", "Transport",
                "Sandbox", "Signing", "XMLTree",
            ],
            exclude: ["Samples"]
        ),
        .testTarget(
            name: "DeliveryTests",
            dependencies: [
                "Delivery", "Ledger", "LedgerTesting", "AdapterKit", "Postings", "Documents", "Roles", "RoleFiles",
                "Transport",
            ]
        ),
        .testTarget(
            name: "SimulationTests",
            dependencies: ["Simulation", "Delivery", "Ledger", "Postings", "Transport"]
        ),
        .testTarget(
            name: "GatewayTests",
            dependencies: [
                "Gateway", "Delivery", "Ledger", "LedgerTesting", "Postings", "AdapterKit", "Documents", "Roles",
                "RoleFiles",
                "Transport",
            ],
            exclude: ["Gallery/Golden"]
        ),
        .testTarget(
            name: "EndToEndTests",
            dependencies: ["placard", "CurlTransport", "Transport", "Documents", "PostgresTesting"]
        ),
        .testTarget(name: "RealSoftwareTests", dependencies: ["placard", "Documents"]),
    ],
    swiftLanguageModes: [.v6]
)

// The same strictness for every target; each setting catches a class of mistakes at compile time.
for target in package.targets where [.regular, .executable, .test].contains(target.type) {
    target.swiftSettings =
        (target.swiftSettings ?? []) + [
            .strictMemorySafety(),
            .treatAllWarnings(as: .error),
            .treatWarning("ExplicitSendable", as: .error),
            .enableUpcomingFeature("ExistentialAny"),
            .enableUpcomingFeature("ImmutableWeakCaptures"),
            .enableUpcomingFeature("InferIsolatedConformances"),
            .enableUpcomingFeature("InternalImportsByDefault"),
            .enableUpcomingFeature("MemberImportVisibility"),
            .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
        ]
}
