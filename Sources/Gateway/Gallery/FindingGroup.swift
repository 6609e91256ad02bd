public import Documents
public import Postings

/// Findings that say the same of several fields, told once.
public struct FindingGroup: Sendable, Hashable {
    /// The first of them.
    public let finding: Finding
    /// The fields it is said of, in their order.
    public private(set) var fields: [String]
    /// What is said, without the field's name before it.
    public let message: String

    private init(_ finding: Finding) {
        self.finding = finding
        fields = [finding.field]
        let prefix = "\(finding.field): "
        message = finding.message.hasPrefix(prefix) ? String(finding.message.dropFirst(prefix.count)) : finding.message
    }

    private func saysTheSame(as other: FindingGroup) -> Bool {
        let (one, two) = (finding, other.finding)
        return message == other.message && one.severity == two.severity && one.code == two.code
            && one.remedy == two.remedy && one.source == two.source
    }

    /// Whether only the board can answer it, so that it is asked on `post` and is no error yet.
    public var isOpen: Bool { finding.code == "unresolved" && finding.severity == .error }

    /// What kind of thing it says, in one or two words.
    public var label: String {
        switch finding.severity {
        case .error: isOpen ? "Open" : "Error"
        case .warning: "Warning"
        case .note where ["loss.no-field", "loss.omitted", "loss.dropped", "loss.removed"].contains(finding.code):
            "Left out"
        case .note: finding.isLoss ? "Changed" : "Note"
        }
    }

    /// Field and message, or message and fields when there are several.
    public var sentence: String {
        fields.count > 1 ? "\(sharedMessage): \(fields.joined(separator: ", "))" : "\(finding.field): \(message)"
    }

    /// The message without its full stop, for the fields to follow.
    var sharedMessage: String { message.hasSuffix(".") ? String(message.dropLast()) : message }

    /// Findings of one weight brought together, in the order of their first.
    ///
    /// - Parameter weight: The weight; others are left out.
    public static func groups(_ findings: [Finding], of weight: Severity) -> [FindingGroup] {
        var groups: [FindingGroup] = []
        for group in findings.filter({ $0.severity == weight }).map(FindingGroup.init) {
            if let place = groups.firstIndex(where: { $0.saysTheSame(as: group) }) {
                if !groups[place].fields.contains(group.finding.field) {
                    groups[place].fields.append(group.finding.field)
                }
            } else {
                groups.append(group)
            }
        }
        return groups
    }
}
