import Documents
import Postings

extension ManifestDraft {
    /// Names of calls, in the order in which people think of them.
    static let callNames = ["check"] + Operation.allCases.map(\.rawValue)

    /// Everything that a limit or a failure row can name.
    var duringNames: [String] {
        Self.callNames + ["token"] + names.watches + names.lookups.keys.sorted()
    }

    func calls(_ reader: inout ObjectReader) -> [Call] {
        let calls = reader.object("operations") { reader -> [Call] in
            Self.callNames.compactMap { name in
                let path = reader.path(of: name)
                if let key = reader.node.members?.first(where: { $0.key == name }) { places[path] = key.location }
                return reader.object(name) { self.call(&$0, name: name) }
            }
        }
        return (calls ?? []).map { call in
            // A twin is the same call, so the same holds for its repetition unless it says otherwise.
            guard case .operation(let name) = call.via, !statesRepeat.contains(call.name),
                let twin = calls?.first(where: { $0.name == name })
            else { return call }
            var twice = call
            twice.repeats = twin.repeats
            return twice
        }
    }

    private func call(_ reader: inout ObjectReader, name: String) -> Call {
        let request = self.request(&reader, owner: .other)
        let isSearch = name == "find"
        return Call(
            name: name,
            request: request,
            via: via(&reader, name: name),
            document: reader.choice("document", of: Call.DocumentStep.self),
            needs: need(&reader),
            usesAcceptedValues: reader.choice("values", of: ValueWord.self) != nil,
            batch: reader.object("batch") { self.batch(&$0) },
            repeats: repeats(&reader, name: name, hasRequest: request != nil),
            success: reader.object("success") { self.success(&$0) } ?? Call.Success(status: [], where: []),
            keep: keeps(&reader),
            proves: reader.choice("proves", of: PostingState.self),
            then: watchName(&reader, "then"),
            search: isSearch ? search(&reader) : nil,
            settle: duration(&reader, "settle"),
            addsDays: days(&reader, "adds"),
            spendsCredits: reader.object("spends") { reader in
                _ = reader.required("credits")
                return reader.integer("credits", in: 1...1_000_000)
            } ?? nil,
            authOnly: reader.choice("auth", of: AuthWord.self) != nil
        )
    }

    private enum ValueWord: String, CaseIterable { case accepted }
    private enum AuthWord: String, CaseIterable { case only }

    private func via(_ reader: inout ObjectReader, name: String) -> Call.Via? {
        let place = self.place(reader, "via")
        guard let word = reader.text("via") else { return nil }
        if word == "replace" {
            if name != "update" {
                problems.error(
                    "bad-via",
                    at: place,
                    field: reader.path(of: "via"),
                    "Only an update can be made by replacing the ad.",
                    remedy: "Name another call, or write a request."
                )
            }
            return .replace
        }
        let others = names.operations.filter { $0 != name }
        if !others.contains(word) {
            unknown(word, as: "call", among: others + ["replace"], at: place, field: reader.path(of: "via"))
        }
        return .operation(word)
    }

    private func need(_ reader: inout ObjectReader) -> Call.PageNeed? {
        reader.object("needs") { reader in word(&reader, "page", or: Call.PageNeed.live) }
    }

    /// Reads the name of a watch.
    func watchName(_ reader: inout ObjectReader, _ key: String) -> String? {
        let place = self.place(reader, key)
        guard let name = reader.text(key) else { return nil }
        if !names.watches.contains(name) {
            unknown(name, as: "watch", among: names.watches, at: place, field: reader.path(of: key))
        }
        startedWatches.insert(name)
        return name
    }

    private enum RepeatWord: String, CaseIterable { case safe, find, never }

    private func repeats(_ reader: inout ObjectReader, name: String, hasRequest: Bool) -> Call.Repeat {
        let isRead = name == "check" || name == "find"
        guard let node = reader.node("repeat") else {
            if hasRequest, !isRead {
                problems.error(
                    "missing",
                    at: places[reader.path] ?? reader.node.location,
                    field: reader.path(of: "repeat"),
                    "\"\(reader.path(of: "repeat"))\" is missing: what does an unknown outcome allow?",
                    remedy: "Write safe, find, never, or { key: value } for a key that the board keeps."
                )
            }
            return isRead ? .safe : .never
        }
        statesRepeat.insert(name)
        if node.members != nil {
            return reader.nested(node, reader.path(of: "repeat")) { reader in
                let place = self.place(reader, "key")
                let key = reader.requiredText("key") ?? ""
                if !key.isEmpty, !names.valueSet.contains(key) {
                    unknown(key, as: "value", among: names.values, at: place, field: reader.path(of: "key"))
                }
                used.insert(.value(key))
                places[reader.path(of: "key")] = place
                return .key(value: key, keptFor: duration(&reader, "keptFor"))
            }
        }
        places[reader.path(of: "repeat")] = node.location
        switch reader.choice("repeat", of: RepeatWord.self) {
        case .safe: return .safe
        case .find:
            if !names.operations.contains("find") {
                problems.error(
                    "no-find",
                    at: node.location,
                    field: reader.path(of: "repeat"),
                    "\"repeat: find\" looks for the ad, and there is no find.",
                    remedy: "Add operations.find, or write never."
                )
            }
            return .find
        case .never, nil: return .never
        }
    }

    /// Reads what acceptance is.
    func success(_ reader: inout ObjectReader) -> Call.Success {
        Call.Success(
            status: statuses(&reader, "status"),
            where: conditions(&reader, "where", scope: Scope(isReply: true, element: .any))
        )
    }

    /// Reads a list of HTTP statuses.
    func statuses(_ reader: inout ObjectReader, _ key: String) -> [Int] {
        reader.list(key).compactMap { node in
            if let number = node.text.flatMap({ Int($0) }), (100...599).contains(number) { return number }
            problems.error(
                "not-a-status",
                at: node.location,
                field: reader.path(of: key),
                "\"\(node.text ?? node.kind)\" is no HTTP status.",
                remedy: "Write a number such as 200."
            )
            return nil
        }
    }

    private func reach(_ reader: inout ObjectReader) -> Call.Reach? {
        let from = reader.integer("from", in: 1...10_000)
        if from == nil { _ = reader.required("from") }
        guard reader.required("at") != nil,
            let at = replyPath(&reader, "at", scope: Scope(isReply: true, element: .any)), let from
        else { return nil }
        return Call.Reach(from: from, at: at)
    }

    private func search(_ reader: inout ObjectReader) -> Call.Search {
        let scope = Scope(isReply: true, element: .any)
        let search = Call.Search(
            items: replyPath(&reader, "items", scope: scope),
            match: conditions(&reader, "match", scope: scope),
            reach: reader.object("reach") { self.reach(&$0) } ?? nil,
            found: reader.object("found") { self.success(&$0) },
            missing: reader.object("missing") { self.success(&$0) }
        )
        if search.items != nil, search.match.isEmpty {
            problems.error(
                "no-match",
                at: reader.node.location,
                field: reader.path(of: "match"),
                "find reads a list and does not say which ad is ours.",
                remedy: "Add match with conditions on it."
            )
        } else if search.items == nil, search.found == nil, search.missing == nil {
            problems.error(
                "no-match",
                at: reader.node.location,
                field: reader.path,
                "find does not say when the ad is there.",
                remedy: "Add found and missing, or items and match."
            )
        }
        return search
    }
}
