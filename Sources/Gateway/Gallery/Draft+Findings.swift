import AdapterKit
public import Postings
import Roles

extension Draft {
    /// The findings as people read them: a value that is no key of the role goes by its label.
    public var readableFindings: [Finding] { ad.findings.map(readable) }

    /// One finding as people read it.
    public func readable(_ finding: Finding) -> Finding {
        guard RoleSchema.field(at: finding.field) == nil,
            let title = adapter.manifest.values.first(where: { $0.name == finding.field })?.title
        else { return finding }
        return Finding(
            finding.severity,
            code: finding.code,
            field: title,
            finding.message,
            remedy: finding.remedy,
            source: finding.source,
            lost: finding.lost
        )
    }
}
