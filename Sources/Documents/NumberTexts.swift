import Synchronization

import struct FoundationEssentials.Decimal

/// Decimal numbers as text: written once for each number, since the library takes its time and ads repeat themselves.
enum NumberTexts {
    private static let most = 256
    private static let known = Mutex<[Decimal: String]>([:])

    /// The digits of a number, as JSON has them; equal numbers give equal texts.
    static func text(of number: Decimal) -> String {
        if let text = known.withLock({ $0[number] }) { return text }
        let text = number.description
        known.withLock { known in
            if known.count >= most { known.removeAll() }
            known[number] = text
        }
        return text
    }
}
