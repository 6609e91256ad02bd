import Documents
import Gateway
import Synchronization

extension Terminal {
    private static let warned = Mutex<[GatewayWarning]>([])

    /// Says a warning once on standard error; the JSON document that follows holds it too.
    static func warn(_ warning: GatewayWarning) {
        let isNew = warned.withLock { warned in
            guard !warned.contains(warning) else { return false }
            warned.append(warning)
            return true
        }
        if isNew { complain("warning: \(warning.message) \(warning.remedy)") }
    }

    /// A document with what was warned of as its last member.
    static func withWarnings(_ document: Value) -> Value {
        guard var members = document.object else { return document }
        members["warnings"] = .list(
            warned.withLock(\.self).map {
                ["code": .text($0.code), "message": .text($0.message), "remedy": .text($0.remedy)]
            }
        )
        return .object(members)
    }
}
