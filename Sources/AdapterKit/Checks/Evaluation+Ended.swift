import Documents
import FoundationEssentials
import Postings
import Roles

extension Evaluation {
    /// An error for a role whose last day is over: no board is to show it any more.
    func endFindings() -> [Finding] {
        guard operation != .withdraw, let text = input.role.descend(["dates", "validThrough"])?.text,
            let day = Day(text), let zone = roleZone, zone.start(of: day.next) <= input.now
        else { return [] }
        return [
            Finding(
                .error,
                code: "role-ended",
                field: "dates.validThrough",
                "The role was valid through \(text), which is over.",
                remedy: "Set a later day, or withdraw the role."
            )
        ]
    }
}
