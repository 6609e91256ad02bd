public import AdapterKit
import Documents

/// What an adapter's `quality.yaml` says, and whether its folder bears it out.
public struct Quality: Sendable, Hashable {
    /// The marks that were read.
    public let marks: [QualityRule: QualityMark]

    /// What is wrong.
    public let findings: [FixtureFinding]

    /// The highest level reached; nil below bronze.
    public var level: QualityLevel? {
        QualityLevel.allCases.prefix { level in
            QualityRule.allCases.filter { $0.level == level }.allSatisfy { rule in
                switch marks[rule] {
                case .done, .exempt: true
                case .todo, nil: false
                }
            }
        }.last
    }

    /// Checks an adapter's folder: size, marks, the fixtures it must have, and the level its stability promises.
    public init(_ adapter: Adapter) {
        var check = QualityCheck(adapter: adapter)
        check.run()
        marks = check.marks
        findings = check.findings
    }
}
