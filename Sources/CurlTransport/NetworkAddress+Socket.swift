import CCurl
import Glibc
import Transport

extension NetworkAddress {
    /// The address libcurl is about to connect to; nil when it is neither IPv4 nor IPv6.
    init?(_ address: UnsafeMutablePointer<curl_sockaddr>) {
        guard let start = MemoryLayout<curl_sockaddr>.offset(of: \.addr) else { return nil }
        let offset: Int
        let count: Int
        switch unsafe address.pointee.family {
        case AF_INET:
            offset = MemoryLayout<sockaddr_in>.offset(of: \.sin_addr) ?? 0
            count = 4
        case AF_INET6:
            offset = MemoryLayout<sockaddr_in6>.offset(of: \.sin6_addr) ?? 0
            count = 16
        default: return nil
        }
        guard offset > 0, unsafe Int(address.pointee.addrlen) >= offset + count else { return nil }
        let bytes = unsafe UnsafeRawBufferPointer(start: UnsafeRawPointer(address) + start + offset, count: count)
        self.init(bytes: unsafe Array(bytes))
    }

    /// The address in numbers, such as `192.0.2.1` or `2001:db8::1`; nil when it is neither IPv4 nor IPv6.
    init?(numeric text: String) {
        var version4 = in_addr()
        var version6 = in6_addr()
        if unsafe inet_pton(AF_INET, text, &version4) == 1 {
            self.init(bytes: unsafe withUnsafeBytes(of: &version4) { unsafe Array($0) })
        } else if unsafe inet_pton(AF_INET6, text, &version6) == 1 {
            self.init(bytes: unsafe withUnsafeBytes(of: &version6) { unsafe Array($0) })
        } else {
            return nil
        }
    }
}
