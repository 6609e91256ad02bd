import Documents
import Postings
import RichText

/// A check of a text's content by name, for what no bound can say.
///
/// A check that is not sure keeps silent: a false alarm on a plain title costs more than a missed one.
struct NamedCheck {
    let evaluation: Evaluation
    let name: String
    let others: [Ad]

    /// What is wrong with a text, and what to do about it.
    struct Complaint {
        let message: String
        let remedy: String

        init(_ message: String, _ remedy: String) {
            self.message = message
            self.remedy = remedy
        }
    }

    /// What a check finds in a text; nil when nothing.
    func complaint(_ check: Rule.Check, _ text: String) -> Complaint? {
        switch check {
        case .containsPay:
            PayWords.amount(in: text).map {
                Complaint("\(quoted(text)) names pay: \"\($0)\".", "Say it under pay instead.")
            }
        case .containsPlace:
            place(in: text).map {
                Complaint(
                    "\(quoted(text)) names the place: \"\($0)\".",
                    "Leave the place out; it has a field of its own."
                )
            }
        case .containsEmploymentType:
            EmploymentWords.find(in: text).map {
                Complaint(
                    "\(quoted(text)) names the kind of employment: \"\($0)\".",
                    "Say it under employmentType or hours instead."
                )
            }
        case .containsCompany:
            company(in: text).map {
                Complaint(
                    "\(quoted(text)) names the employer: \"\($0)\".",
                    "Leave the employer out; it has a field of its own."
                )
            }
        case .containsContactDetails:
            ContactDetails.find(in: text).map {
                Complaint(
                    "\(quoted(text)) holds contact details: \"\($0)\".",
                    "Say them under apply or contacts instead."
                )
            }
        case .severalRoles:
            RoleWords.areSeveral(in: text)
                ? Complaint("\(quoted(text)) names several roles.", "Write one role for each job.") : nil
        case .shouting:
            Shouting.isLoud(text)
                ? Complaint(
                    "\(quoted(text)) shouts.",
                    "Write it without capitals throughout and without exclamation marks."
                ) : nil
        case .oddCharacters:
            OddCharacters.first(in: text).map {
                Complaint("\(quoted(text)) holds \"\($0)\", which titles do not need.", "Leave it out.")
            }
        case .nearDuplicate: duplicate(of: text)
        case .linkSchemes: scheme(in: text)
        case .breaksLines:
            text.contains(where: \.isNewline)
                ? Complaint("\(quoted(text)) has more than one line.", "Write it on one line.") : nil
        case .repeatsTitle: repetition(of: text)
        }
    }

    private func quoted(_ text: String) -> String {
        text.count > 60 ? "\"\(text.prefix(60))…\"" : "\"\(text)\""
    }

    private func place(in text: String) -> String? {
        let names = evaluation.input.places.flatMap { place in
            [
                place["city"]?.text, place["region"]?.text,
                place["country"]?.text.flatMap { CountryNames.name(of: $0, language: "en") },
            ]
        }
        // A code such as BE is a word of other languages.
        let found = names.compactMap { $0 }.filter { $0.count > 3 || !$0.allSatisfy(\.isASCII) }
        return found.first { WordSearch.contains($0, in: text) }
    }

    private func company(in text: String) -> String? {
        guard let name = evaluation.input.role.descend(["employer", "name"])?.text, name.count > 1 else { return nil }
        return WordSearch.contains(name, in: text) ? name : nil
    }

    private func duplicate(of text: String) -> Complaint? {
        let own = WordSearch.pairs(of: text)
        guard own.count >= 20 else { return nil }
        for other in others {
            guard let value = other.values[name]?.inlineText else { continue }
            let pairs = WordSearch.pairs(of: value)
            let share = Double(own.intersection(pairs).count) / Double(max(1, own.union(pairs).count))
            if share >= 0.9 {
                let percent = Int((share * 100).rounded())
                return Complaint(
                    "The \(name) is \(percent) % the same as that of another ad of this account.",
                    "Say what is different about this role, or post one ad for both."
                )
            }
        }
        return nil
    }

    private func repetition(of text: String) -> Complaint? {
        guard let title = evaluation.input.role["title"]?.text else { return nil }
        let letters = { (text: String) in text.lowercased().filter { $0.isLetter || $0.isNumber } }
        guard letters(RichText(html: text).plainText) == letters(title) else { return nil }
        return Complaint("The \(name) says no more than the title.", "Describe the work in the role's description.")
    }

    private func scheme(in text: String) -> Complaint? {
        let allowed = ["http", "https", "mailto", "tel"]
        var rest = text[...]
        while let found = rest.firstRange(of: "href=\"") {
            rest = rest[found.upperBound...]
            let target = rest.prefix { $0 != "\"" }
            guard let colon = target.firstIndex(of: ":") else { continue }
            let scheme = target[..<colon].lowercased()
            if !allowed.contains(scheme), scheme.allSatisfy({ $0.isLetter || $0.isNumber }) {
                return Complaint("A link begins with \"\(scheme):\".", "Use https, mailto or tel.")
            }
        }
        for scheme in ["javascript:", "data:text", "ftp://", "file://", "vbscript:"]
        where text.lowercased().contains(scheme) {
            return Complaint("The text holds a \"\(scheme)\" link.", "Use https, mailto or tel.")
        }
        return nil
    }
}
