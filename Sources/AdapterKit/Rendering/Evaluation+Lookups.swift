import Documents
import Postings

extension Evaluation {
    /// Says which answer of the board is missing, what there is to choose from, and where a choice is written.
    func unresolved(_ name: String, _ pinned: [Source], _ rule: ValueRule, field: String) -> Finding {
        let pin = Self.facet(pinned).map { "boards: { \(input.account): { facets: { \($0): ID } } }" }
        let place =
            pin.map { "Name one in the role: \($0)." }
            ?? Self.change(map.rolePaths(ofLookup: name, adapter.manifest))
        var (message, remedy) = ("No choice is made yet among the board's \(name).", place)
        var severity: Severity = isNeeded(rule) ? .error : .note
        switch input.choices[name] {
        case .person(let candidates)?:
            message = "The board offers \(candidates.count) \(name), and which one is meant is not said."
            remedy = "\(place) Choices: \(Self.listed(candidates))"
        case .none(let reason, let advice)?:
            (message, remedy) = (reason, pin == nil || advice == place ? advice : "\(advice) \(place)")
        case .chosen?, nil:
            if input.unasked.contains(name) {
                message = "The board's \(name) are asked for when the ad is posted."
                // With a value to look for, the board's answer decides, and nobody has to choose.
                if isDecidedByBoard(name) {
                    severity = .note
                } else {
                    remedy = "It goes out only if the board offers just one. \(place)"
                }
            }
            if pin != nil { remedy += " `placard boards show \(adapter.manifest.id)` lists the facets." }
        }
        return Finding(severity, code: "unresolved", field: field, message, remedy: remedy, source: rule.provenance)
    }

    /// What to do about a question that is made of these keys of the role.
    static func change(_ paths: [String]) -> String {
        switch paths.count {
        case 0: "Change the value in the role that the question is made of."
        case 1: "Change \"\(paths[0])\" in the role."
        default: "Change one of these in the role: \(paths.joined(separator: ", "))."
        }
    }

    private func isDecidedByBoard(_ name: String) -> Bool {
        switch adapter.manifest.lookups.first(where: { $0.name == name })?.pick {
        case .only: true
        case .label(let source): resolve(source)?.scalarText?.isEmpty == false
        case .person, .personUnlessOne, nil: false
        }
    }

    /// The facet by which a person chooses.
    private static func facet(_ pinned: [Source]) -> String? {
        pinned.map(\.written).first { $0.hasPrefix("facets.") }.map { String($0.dropFirst("facets.".count)) }
    }

    /// The first ten candidates, and how many there are besides.
    private static func listed(_ candidates: [Candidate]) -> String {
        let shown = candidates.prefix(10).map { $0.label == $0.id ? $0.id : "\($0.id) (\($0.label))" }
        let more = candidates.count > 10 ? ", and \(candidates.count - 10) more" : ""
        return "\(shown.joined(separator: ", "))\(more)."
    }
}
