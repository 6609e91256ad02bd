/// An IPv4 or IPv6 address, and whom it can reach.
public struct NetworkAddress: Sendable, Hashable {
    /// Whom an address can reach.
    public enum Reach: Sendable, Hashable, CaseIterable {
        /// Anyone on the internet.
        case publicNetwork
        /// The machine itself.
        case loopback
        /// An inner network: private, shared (carrier) or unique local addresses.
        case privateNetwork
        /// Nobody a request is meant for: link-local, metadata services, multicast, reserved and documentation ranges.
        case reserved

        var words: String {
            switch self {
            case .publicNetwork: "a public address"
            case .loopback: "the machine itself (loopback)"
            case .privateNetwork: "a private address"
            case .reserved: "a link-local, metadata, multicast or reserved address"
            }
        }
    }

    /// The address in network order, 4 or 16 bytes.
    public let bytes: [UInt8]

    /// Creates an address from its bytes in network order; nil unless there are 4 or 16.
    public init?(bytes: [UInt8]) {
        guard bytes.count == 4 || bytes.count == 16 else { return nil }
        self.bytes = bytes
    }

    /// Whom the address can reach; a form that embeds an IPv4 address is judged by that address.
    public var reach: Reach {
        bytes.count == 4 ? Self.reach(ofVersion4: bytes[...]) : reachOfVersion6
    }

    private static func reach(ofVersion4 bytes: ArraySlice<UInt8>) -> Reach {
        let number = bytes.reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        return version4Ranges.first { number >> (32 - $0.length) == $0.prefix >> (32 - $0.length) }?.reach
            ?? .publicNetwork
    }

    private struct Block: Sendable {
        let prefix: UInt32
        let length: UInt32
        let reach: Reach

        init(_ a: UInt32, _ b: UInt32, _ c: UInt32, _ d: UInt32, length: UInt32, _ reach: Reach) {
            prefix = a << 24 | b << 16 | c << 8 | d
            self.length = length
            self.reach = reach
        }
    }

    // The special-purpose registry of IANA, and the metadata services of cloud providers that lie outside of it.
    // The narrower range comes first.
    private static let version4Ranges: [Block] = [
        Block(100, 100, 100, 200, length: 32, .reserved),
        Block(168, 63, 129, 16, length: 32, .reserved),
        Block(0, 0, 0, 0, length: 8, .reserved),
        Block(10, 0, 0, 0, length: 8, .privateNetwork),
        Block(100, 64, 0, 0, length: 10, .privateNetwork),
        Block(127, 0, 0, 0, length: 8, .loopback),
        Block(169, 254, 0, 0, length: 16, .reserved),
        Block(172, 16, 0, 0, length: 12, .privateNetwork),
        Block(192, 0, 0, 0, length: 24, .reserved),
        Block(192, 0, 2, 0, length: 24, .reserved),
        Block(192, 88, 99, 0, length: 24, .reserved),
        Block(192, 168, 0, 0, length: 16, .privateNetwork),
        Block(198, 18, 0, 0, length: 15, .privateNetwork),
        Block(198, 51, 100, 0, length: 24, .reserved),
        Block(203, 0, 113, 0, length: 24, .reserved),
        Block(224, 0, 0, 0, length: 3, .reserved),
    ]

    private var reachOfVersion6: Reach {
        func starts(_ prefix: UInt8...) -> Bool { bytes.starts(with: prefix) }
        let leadingZeros = bytes.prefix { $0 == 0 }.count
        if leadingZeros == 15, bytes[15] == 1 { return .loopback }
        if leadingZeros == 10, bytes[10] == 0xFF, bytes[11] == 0xFF {
            return Self.reach(ofVersion4: bytes[12...])  // mapped
        }
        if starts(0x00, 0x64, 0xFF, 0x9B), bytes[4..<12].allSatisfy({ $0 == 0 }) {
            return Self.reach(ofVersion4: bytes[12...])  // translated by the network (NAT64)
        }
        if starts(0x20, 0x02) { return Self.reach(ofVersion4: bytes[2..<6]) }  // 6to4
        if starts(0xFD, 0x00, 0x0E, 0xC2) { return .reserved }  // metadata service
        if bytes[0] & 0xFE == 0xFC { return .privateNetwork }  // unique local
        let isTunnelOrProtocol = starts(0x20, 0x01) && bytes[2] < 0x02
        let isDocumentation = starts(0x20, 0x01, 0x0D, 0xB8) || (starts(0x3F, 0xFF) && bytes[2] < 0x10)
        guard bytes[0] & 0xE0 == 0x20, !isTunnelOrProtocol, !isDocumentation else { return .reserved }
        return .publicNetwork
    }
}

extension NetworkAddress: CustomStringConvertible {
    /// The address in its usual notation, such as `192.0.2.1` or `2001:db8:0:0:0:0:0:1`.
    public var description: String {
        guard bytes.count == 16 else { return bytes.map(String.init).joined(separator: ".") }
        return stride(from: 0, to: 16, by: 2)
            .map { String(UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1]), radix: 16) }
            .joined(separator: ":")
    }
}
