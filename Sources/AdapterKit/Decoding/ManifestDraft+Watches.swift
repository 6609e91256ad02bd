import Documents
import Postings

extension ManifestDraft {
    func watches(_ reader: inout ObjectReader) -> [WatchRule] {
        named(&reader, "watches").map { member, path in
            reader.nested(member.value, path) { self.watch(&$0, name: member.key) }
        }
    }

    private func watch(_ reader: inout ObjectReader, name: String) -> WatchRule {
        let scope = word(&reader, "scope", or: WatchRule.Scope.posting)
        let pages = reader.object("pages") { self.pages(&$0) }
        let request = self.request(&reader, owner: .other, extras: pages == nil ? [] : ["cursor"])
        let batch = reader.object("batch") { self.batch(&$0) }
        let via = reader.choice("via", of: ViaWord.self)
        let fetch = reader.object("fetch") { self.fetch(&$0) }
        let readings = [
            request.map { WatchRule.Reading.request($0, batch: batch, pages: pages) },
            via.map { _ in .find },
            fetch.map { .fetch($0) },
        ].compactMap(\.self)
        if readings.count != 1 {
            problems.error(
                readings.isEmpty ? "no-request" : "several-readings",
                at: reader.node.location,
                field: reader.path,
                readings.isEmpty
                    ? "The watch \"\(name)\" reads nothing." : "The watch \"\(name)\" reads in several ways.",
                remedy: "Give it one of: request, graphql, via: find, fetch."
            )
        }
        if via != nil, !names.operations.contains("find") {
            problems.error(
                "no-find",
                at: place(reader, "via"),
                field: reader.path(of: "via"),
                "The watch reads with find, and there is no find.",
                remedy: "Add operations.find."
            )
        }
        if scope == .account, pages == nil {
            problems.error(
                "no-pages",
                at: reader.node.location,
                field: reader.path(of: "pages"),
                "A watch of the account does not say how its events are told apart.",
                remedy: "Add pages with items, cursor, key and with."
            )
        }
        var extras: Set<String> = []
        if via != nil { extras.insert("find") }
        if fetch != nil { extras.insert("fetch") }
        return WatchRule(
            name: name,
            scope: scope,
            reading: readings.first ?? .find,
            every: schedule(&reader),
            keep: keeps(&reader),
            states: reader.objects("states") { self.state(&$0, extras: extras) }
        )
    }

    private enum ViaWord: String, CaseIterable { case find }

    private func pages(_ reader: inout ObjectReader) -> WatchRule.Pages {
        let scope = Scope(isReply: true, element: .any)
        _ = reader.required("with")
        return WatchRule.Pages(
            items: requiredReplyPath(&reader, "items", scope: scope),
            cursor: requiredReplyPath(&reader, "cursor", scope: scope),
            more: replyPath(&reader, "more", scope: scope),
            key: requiredReplyPath(&reader, "key", scope: scope),
            with: source(&reader, "with", scope: Scope()) ?? .path([])
        )
    }

    private func fetch(_ reader: inout ObjectReader) -> PageFetch {
        _ = reader.required("url")
        let shown = known(&reader, "shows", among: names.values, as: "value")
        for name in shown { used.insert(.value(name)) }
        let gone = reader.object("gone") { self.statuses(&$0, "status") }
        let url = template(&reader, "url", scope: Scope())
        if case .literal(let start) = url?.parts.first, !start.hasPrefix("http") {
            problems.error(
                "bad-address",
                at: place(reader, "url"),
                field: reader.path(of: "url"),
                "\"\(start)\" is no address of a page.",
                remedy: "Write {kept.url}, or a text that starts with https://."
            )
        }
        return PageFetch(
            url: url ?? Template(parts: []),
            shows: shown,
            gone: gone ?? [404, 410]
        )
    }

    private func schedule(_ reader: inout ObjectReader) -> WatchRule.Schedule {
        let fallback = WatchRule.Schedule(first: .zero, then: .seconds(3600), until: nil, otherwise: nil)
        guard reader.required("every") != nil else { return fallback }
        return reader.object("every") { reader in
            let place = self.place(reader, "then")
            _ = reader.required("then")
            let then = duration(&reader, "then")
            if let then, then < .seconds(5) {
                problems.error(
                    "too-often",
                    at: place,
                    field: reader.path(of: "then"),
                    "A watch may not read more often than every five seconds.",
                    remedy: "Write 5s or more."
                )
            }
            return WatchRule.Schedule(
                first: duration(&reader, "first") ?? then ?? .zero,
                then: then ?? .seconds(3600),
                until: duration(&reader, "until"),
                otherwise: reader.choice("otherwise", of: PostingState.self)
            )
        } ?? fallback
    }
}
