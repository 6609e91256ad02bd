/// A place in a file that a person wrote.
public struct SourceLocation: Sendable, Hashable {
    /// Name of the file as the person gave it.
    public let file: String

    /// Line, counted from 1.
    public let line: Int

    /// Column, counted from 1 in characters.
    public let column: Int

    /// Creates a location.
    public init(file: String, line: Int, column: Int) {
        self.file = file
        self.line = line
        self.column = column
    }
}

extension SourceLocation: CustomStringConvertible {
    /// `file:line:column`, the form that editors and terminals turn into a link.
    public var description: String { "\(file):\(line):\(column)" }
}

/// How much a diagnostic or a finding weighs.
public enum Severity: String, Sendable, Hashable, Comparable, CaseIterable {
    /// Worth knowing; nothing needs to be done.
    case note

    /// Probably not what the author wants.
    case warning

    /// Cannot be accepted as it stands.
    case error

    /// Orders severities from the lightest to the heaviest.
    public static func < (left: Severity, right: Severity) -> Bool { left.weight < right.weight }

    private var weight: Int {
        switch self {
        case .note: 0
        case .warning: 1
        case .error: 2
        }
    }
}

/// One thing that is wrong with a document: what, where, and what to do about it.
public struct Diagnostic: Error, Sendable, Hashable {
    /// How much it weighs.
    public let severity: Severity

    /// Short stable name of the rule that was broken, such as `unknown-key`.
    public let code: String

    /// Where the offending text stands, if it stands anywhere.
    public let location: SourceLocation?

    /// Path of the field from the document's root, such as `pay.min`.
    public let field: String

    /// What is wrong, in one sentence.
    public let message: String

    /// What to do about it, if there is something to say.
    public let remedy: String?

    /// Creates a diagnostic.
    public init(
        _ severity: Severity = .error,
        code: String,
        at location: SourceLocation?,
        field: String = "",
        _ message: String,
        remedy: String? = nil
    ) {
        self.severity = severity
        self.code = code
        self.location = location
        self.field = field
        self.message = message
        self.remedy = remedy
    }
}

extension Diagnostic: CustomStringConvertible {
    /// `file:line:column: error: message` followed by the remedy.
    public var description: String {
        let place = location.map { "\($0): " } ?? ""
        let advice = remedy.map { " \($0)" } ?? ""
        return "\(place)\(severity.rawValue): \(message)\(advice)"
    }
}

extension Diagnostic {
    /// `file:line:column: message`, for sentences that give the remedy elsewhere.
    public var inPlace: String { "\(location.map { "\($0): " } ?? "")\(message)" }
}

/// Everything that is wrong with a document that was refused whole.
public struct Diagnostics: Error, Sendable, Hashable, CustomStringConvertible {
    /// The diagnostics in document order, at least one of them an error.
    public let all: [Diagnostic]

    /// Creates a refusal from what was found.
    public init(_ all: [Diagnostic]) {
        self.all = all
    }

    /// One line per diagnostic.
    public var description: String { all.map(\.description).joined(separator: "\n") }
}
