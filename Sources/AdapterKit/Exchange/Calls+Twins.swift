import Postings

extension Adapter {
    /// The call with a name, its twin resolved.
    func call(resolving name: String) -> Call? {
        var seen: Set<String> = []
        return resolved(name, &seen)
    }

    private func resolved(_ name: String, _ seen: inout Set<String>) -> Call? {
        guard seen.insert(name).inserted, let own = call(named: name) else { return nil }
        guard case .operation(let other) = own.via, var twin = resolved(other, &seen) else { return own }
        twin.name = own.name
        twin.via = own.via
        twin.request = own.request ?? twin.request
        twin.document = own.document ?? twin.document
        twin.needs = own.needs
        twin.usesAcceptedValues = own.usesAcceptedValues
        twin.batch = own.batch ?? twin.batch
        if own.repeats != .never { twin.repeats = own.repeats }
        if !own.success.status.isEmpty || !own.success.where.isEmpty { twin.success = own.success }
        twin.keep = own.keep + twin.keep.filter { rule in !own.keep.contains { $0.name == rule.name } }
        // What a creation proves is no proof of an end.
        twin.proves = own.proves ?? (name == Operation.withdraw.rawValue ? .withdrawing : twin.proves)
        twin.then = own.then ?? twin.then
        twin.search = own.search ?? twin.search
        twin.settle = own.settle ?? twin.settle
        // What a creation costs says nothing of a change.
        twin.addsDays = own.addsDays
        twin.spendsCredits = own.spendsCredits
        twin.authOnly = own.authOnly
        return twin
    }
}

extension Call {
    /// A call that only asks a question, such as a look-up or a watch.
    init(reading name: String) {
        self.init(
            name: name,
            usesAcceptedValues: false,
            repeats: .safe,
            success: Success(status: [], where: []),
            keep: [],
            authOnly: false
        )
    }
}
