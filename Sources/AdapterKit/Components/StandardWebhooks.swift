import FoundationEssentials
import Signing
import Transport

/// Signs messages as the Standard Webhooks convention has it: HMAC-SHA256 over id, time and body.
struct StandardWebhooks: Sendable {
    private let key: [UInt8]

    /// Reads a key of Base64 text, with or without `whsec_` before it; nil when it is none.
    init?(secret: String) {
        let prefix = "whsec_"
        let text = secret.hasPrefix(prefix) ? String(secret.dropFirst(prefix.count)) : secret
        guard let key = Base64.decode(text), !key.isEmpty else { return nil }
        self.key = key
    }

    /// The three headers of a message; their names are lower case, as the convention writes them.
    func headers(id: String, time: Date, body: [UInt8]) -> [Header] {
        let seconds = String(Int(time.timeIntervalSince1970.rounded(.down)))
        let signature = HMAC.sha256(Array("\(id).\(seconds).".utf8) + body, key: key)
        return [
            Header("webhook-id", id),
            Header("webhook-timestamp", seconds),
            Header("webhook-signature", "v1,\(Base64.encode(signature))"),
        ]
    }
}
