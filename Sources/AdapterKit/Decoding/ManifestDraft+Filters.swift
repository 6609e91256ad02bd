import Documents
import Roles

extension ManifestDraft {
    /// Reads the filters of a value; each is a name or an object of one key.
    func filters(_ reader: inout ObjectReader) -> [Filter] {
        reader.list("as").enumerated().flatMap { index, node in
            let field = "\(reader.path(of: "as"))[\(index)]"
            if let name = node.text { return plainFilter(name, at: node.location, field: field).map { [$0] } ?? [] }
            return reader.nested(node, field) { self.filter(&$0) }
        }
    }

    /// Filters without arguments, by name.
    static let plainFilters: [String: Filter] = [
        "decimal-text": .decimalText, "whole-number-text": .wholeNumberText, "currency-symbol": .currencySymbol,
        "list": .list, "unique": .unique, "json-text": .jsonText, "region-code": .regionCode, "track": .track,
        "plain": .plain, "lower": .lower, "upper": .upper, "days-from-now": .daysFromNow, "number": .number,
        "slug": .slug,
    ]

    private static let filtersWithArguments = [
        "time", "join", "country-name", "region-name", "language", "query", "nudge", "replace", "times",
    ]

    private func plainFilter(_ name: String, at location: SourceLocation, field: String) -> Filter? {
        if let filter = Self.plainFilters[name] { return filter }
        if Self.filtersWithArguments.contains(name) {
            problems.error(
                "bad-filter",
                at: location,
                field: field,
                "The filter \"\(name)\" needs an argument.",
                remedy: "Write { \(name): … }."
            )
        } else {
            unknown(
                name,
                as: "filter",
                among: Self.plainFilters.keys + Self.filtersWithArguments,
                at: location,
                field: field
            )
        }
        return nil
    }

    private func filter(_ reader: inout ObjectReader) -> [Filter] {
        var found: [Filter] = []
        if let time = time(&reader) { found.append(time) }
        // A separator may be a space or nothing at all, hence the raw text.
        if let node = reader.node["join"], case .scalar(let text, _) = node.content { found.append(.join(text)) }
        _ = reader.node("join")
        for (key, filter) in [("country-name", Filter.countryName), ("region-name", Filter.regionName)] {
            if let text = reader.text(key) { found.append(filter(text)) }
        }
        if let word = reader.choice("language", of: LanguageForm.self) { found.append(.language(word.rawValue)) }
        let query = reader.entries("query").compactMap { member in
            text(member.value, field: reader.path(of: "query")).map { Filter.NamedText(name: member.key, text: $0) }
        }
        if !query.isEmpty { found.append(.query(query)) }
        if let span = duration(&reader, "nudge") { found.append(.nudge(seconds: Int(span.components.seconds))) }
        for member in reader.entries("replace") {
            guard case .scalar(let text, _) = member.value.content else { continue }
            found.append(.replace(member.key, with: text))
        }
        if let factor = reader.integer("times", in: 1...1_000_000) { found.append(.times(factor)) }
        let keys = reader.node.members?.map(\.key).filter { $0 != "zone" && $0 != "edge" } ?? []
        if keys.count != 1 {
            problems.error(
                "bad-filter",
                at: reader.node.location,
                field: reader.path,
                keys.isEmpty ? "The filter has no name." : "The filter has several names.",
                remedy: "Write one filter per entry of the list, in their order."
            )
        }
        return found
    }

    private enum LanguageForm: String, CaseIterable { case iso639 = "iso639-1", bcp47 }
    private enum EdgeWord: String, CaseIterable { case end }

    private func time(_ reader: inout ObjectReader) -> Filter? {
        let place = self.place(reader, "time")
        let zonePlace = self.place(reader, "zone")
        let zone = reader.text("zone")
        let edge = reader.choice("edge", of: EdgeWord.self)
        guard let text = reader.text("time") else {
            if zone != nil || edge != nil {
                problems.error(
                    "bad-filter",
                    at: reader.node.location,
                    field: reader.path,
                    "zone and edge belong to the filter time.",
                    remedy: "Write { time: iso-date, zone: Europe/Oslo }."
                )
            }
            return nil
        }
        if let zone, Zone(zone) == nil { unknownZone(zone, at: zonePlace, field: reader.path(of: "zone")) }
        let forms: [String: Filter.Time] = [
            "epoch-ms": .epochMilliseconds, "iso-utc": .isoUTC, "iso-date": .isoDate, "iso-offset": .isoOffset,
            "local": .local, "rfc822": .rfc822,
        ]
        let form: Filter.Time
        if let known = forms[text] {
            form = known
        } else if Self.isPattern(text) {
            form = .pattern(text)
        } else {
            unknown(
                text,
                as: "time-form",
                among: forms.keys.sorted() + ["yyyy-MM-dd"],
                at: place,
                field: reader.path(of: "time")
            )
            return nil
        }
        return .time(form, zone: zone, end: edge == .end)
    }

    /// Reports a zone that the system does not know.
    func unknownZone(_ zone: String, at location: SourceLocation, field: String) {
        problems.error(
            "unknown-zone",
            at: location,
            field: field,
            "There is no time zone \"\(zone)\".",
            remedy: "Write its name as in Europe/Oslo or UTC."
        )
    }

    /// Whether a text is made of `yyyy MM dd HH mm ss` and signs between them.
    private static func isPattern(_ text: String) -> Bool {
        var rest = Substring(text)
        var letters = 0
        scan: while let first = rest.first {
            for part in ["yyyy", "MM", "dd", "HH", "mm", "ss"] where rest.hasPrefix(part) {
                rest.removeFirst(part.count)
                letters += 1
                continue scan
            }
            guard !first.isLetter || first == "T" || first == "Z" else { return false }
            rest.removeFirst()
        }
        return letters > 0
    }
}
