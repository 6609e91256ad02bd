import Testing
import Transport

@Suite("Network policy")
struct NetworkPolicyTests {
    // Written as numbers, so that the notation is not what is tested.
    static let version4: [([UInt8], NetworkAddress.Reach)] = [
        ([1, 1, 1, 1], .publicNetwork), ([9, 255, 255, 255], .publicNetwork), ([11, 0, 0, 0], .publicNetwork),
        ([100, 63, 255, 255], .publicNetwork), ([100, 128, 0, 0], .publicNetwork), ([126, 0, 0, 1], .publicNetwork),
        ([172, 15, 255, 255], .publicNetwork), ([172, 32, 0, 0], .publicNetwork), ([192, 167, 0, 1], .publicNetwork),
        ([198, 17, 0, 1], .publicNetwork), ([198, 20, 0, 1], .publicNetwork), ([223, 255, 255, 255], .publicNetwork),
        ([127, 0, 0, 1], .loopback), ([127, 255, 255, 255], .loopback),
        ([10, 0, 0, 1], .privateNetwork), ([10, 255, 255, 255], .privateNetwork), ([100, 64, 0, 0], .privateNetwork),
        ([100, 127, 255, 255], .privateNetwork), ([172, 16, 0, 0], .privateNetwork),
        ([172, 31, 255, 255], .privateNetwork), ([192, 168, 0, 1], .privateNetwork),
        ([198, 19, 0, 1], .privateNetwork),
        ([0, 0, 0, 0], .reserved), ([0, 1, 2, 3], .reserved), ([100, 100, 100, 200], .reserved),
        ([168, 63, 129, 16], .reserved), ([169, 254, 169, 254], .reserved), ([192, 0, 0, 192], .reserved),
        ([192, 0, 2, 1], .reserved), ([198, 51, 100, 1], .reserved), ([203, 0, 113, 1], .reserved),
        ([224, 0, 0, 1], .reserved), ([240, 0, 0, 1], .reserved), ([255, 255, 255, 255], .reserved),
    ]

    private static func address(_ groups: UInt16...) -> [UInt8] {
        let groups = groups.prefix(1) + Array(repeating: 0, count: 8 - groups.count) + groups.dropFirst()
        return groups.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
    }

    // First group, zeros, then the other groups.
    static let version6: [([UInt8], NetworkAddress.Reach)] = [
        (address(0x2606, 0x4700, 0, 0, 0, 0, 0, 0x1111), .publicNetwork), (address(0x2A00, 1), .publicNetwork),
        (address(0, 1), .loopback), (address(0), .reserved), (address(0, 0x7F00, 1), .reserved),
        (address(0, 0xFFFF, 0x7F00, 1), .loopback), (address(0, 0xFFFF, 0x0A00, 1), .privateNetwork),
        (address(0, 0xFFFF, 0xA9FE, 0xA9FE), .reserved), (address(0, 0xFFFF, 0x0101, 0x0101), .publicNetwork),
        (address(0x64, 0xFF9B, 0, 0, 0, 0, 0x7F00, 1), .loopback),
        (address(0x64, 0xFF9B, 0, 0, 0, 0, 0x0101, 0x0101), .publicNetwork),
        (address(0x64, 0xFF9B, 1, 0, 0, 0, 0x0101, 0x0101), .reserved),
        (address(0x2002, 0x0A00, 1, 0, 0, 0, 0, 1), .privateNetwork), (address(0x2001, 1), .reserved),
        (address(0x2001, 0x0DB8, 0, 0, 0, 0, 0, 1), .reserved), (address(0x3FFF, 1), .reserved),
        (address(0xFC00, 1), .privateNetwork), (address(0xFD12, 1), .privateNetwork),
        (address(0xFD00, 0x0EC2, 0, 0, 0, 0, 0, 0x0254), .reserved), (address(0xFE80, 1), .reserved),
        (address(0xFEC0, 1), .reserved), (address(0xFF02, 1), .reserved), (address(0x0100, 1), .reserved),
    ]

    @Test("an address reaches whom its range says", arguments: version4 + version6)
    func reach(bytes: [UInt8], reach: NetworkAddress.Reach) throws {
        let address = try #require(NetworkAddress(bytes: bytes))
        #expect(address.reach == reach, "\(address)")
    }

    @Test("an address has 4 or 16 bytes", arguments: [0, 3, 5, 15, 17])
    func length(count: Int) {
        #expect(NetworkAddress(bytes: Array(repeating: 1, count: count)) == nil)
    }

    @Test("what may be contacted follows from reach, scheme and leave", arguments: [true, false])
    func refusal(isAllowed: Bool) throws {
        let policy = NetworkPolicy(allowsPrivateNetwork: isAllowed)
        func mayReach(_ bytes: [UInt8], _ scheme: NetworkPolicy.Scheme) throws -> Bool {
            policy.refusal(of: try #require(NetworkAddress(bytes: bytes)), scheme: scheme) == nil
        }
        #expect(try mayReach([1, 1, 1, 1], .https))
        #expect(try !mayReach([1, 1, 1, 1], .http))
        #expect(try mayReach([127, 0, 0, 1], .https) == isAllowed)
        #expect(try mayReach([127, 0, 0, 1], .http) == isAllowed)
        #expect(try mayReach([10, 0, 0, 1], .http) == isAllowed)
        #expect(try !mayReach([169, 254, 169, 254], .https))
        #expect(policy.schemes == (isAllowed ? [.https, .http] : [.https]))
    }
}
