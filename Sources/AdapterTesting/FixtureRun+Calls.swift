import AdapterKit
import Documents
import Postings
import Transport

extension FixtureRun {
    /// Carries out what the fixture's `call` names.
    func result() throws -> Result {
        let parts = input.call.split(separator: ":", maxSplits: 1).map(String.init)
        switch (parts.first ?? "", parts.count > 1 ? parts[1] : nil) {
        case ("watch", let name?): return try watch(name)
        case ("lookup", let name?): return try lookup(name)
        case ("check", nil): return try check()
        case ("token", nil): return try token()
        case ("render", nil): return try render()
        case ("document", nil): return try document()
        case (let word, nil):
            if let operation = Operation(rawValue: word) { return try operate(operation) }
            fallthrough
        default:
            throw FixtureFault(
                message: "There is no call \"\(input.call)\".",
                remedy: "Use an operation, check, token, document, render, watch:NAME or lookup:NAME."
            )
        }
    }

    private func prepared(for operation: Operation) throws -> [PreparedAd] {
        try input.postings.map { posting in
            let adInput = try adInput(posting)
            return PreparedAd(input: adInput, ad: adapter.render(adInput, for: operation))
        }
    }

    private func operate(_ operation: Operation) throws -> Result {
        let ads = try prepared(for: operation)
        let outcome = try outcome()
        var members = Members()
        let request = try adapter.request(for: operation, ads: ads, context: context)
        members.add(adapter.read(outcome, for: operation, ads: ads, context: context))
        members.add(findings: ads.flatMap(\.ad.findings))
        return Result(request: request, outcome: members)
    }

    private func watch(_ name: String) throws -> Result {
        guard let rule = adapter.manifest.watches.first(where: { $0.name == name }) else {
            throw FixtureFault(message: "There is no watch \"\(name)\".", remedy: "Name one of the adapter's watches.")
        }
        let ads = try prepared(for: input.follows).map { WatchedAd($0, isEndWanted: input.isEndWanted) }
        var members = Members()
        if case .request(_, _, _?) = rule.reading {
            let account = ads[0].prepared.input
            let request = try adapter.eventsRequest(name, account: account, context: context)
            guard let reply = try outcome().reply else { return try lost(request) }
            let page = adapter.readEvents(name, reply, account: account, context: context)
            members.add(page: page, budget: page.budget)
            members["events"] = .list(
                page.events.map { event in
                    let ad = ads.first { adapter.eventKey(name, for: $0, context: context) == event.key }
                    let reading = ad.map { adapter.readEvent(event, of: name, for: $0, context: context) }
                    return .object(["key": .text(event.key), "posting": reading.map { .object(.element($0)) } ?? .null])
                }
            )
            return Result(request: request, outcome: members)
        }
        let request = try adapter.watchRequest(name, for: ads, context: context)
        guard let reply = try outcome().reply else { return try lost(request) }
        members.add(adapter.readWatch(name, reply, for: ads, context: context))
        return Result(request: request, outcome: members)
    }

    private func lookup(_ name: String) throws -> Result {
        let posting = try adInput(input.postings[0])
        let question = try adapter.lookupRequest(name, for: posting, context: context)
        guard let reply = try outcome().reply else { return try lost(question.request) }
        let reading = adapter.readLookup(name, reply, for: posting, context: context)
        var members = Members()
        members.add(verdict: reading.verdict)
        members.add(budget: reading.budget)
        members["candidates"] = .list(reading.candidates.map(\.value))
        switch adapter.choose(name, among: reading.candidates, for: posting, context: context) {
        case .chosen(let candidate): members["chosen"] = .text(candidate.id)
        case .person: members["chosen"] = .text("a person chooses")
        case .none(let message, _): members["chosen"] = .text(message)
        }
        return Result(request: question.request, outcome: members)
    }

    private func check() throws -> Result {
        let account = try adInput(input.postings[0])
        guard let request = try adapter.checkRequest(account: account, context: context) else {
            throw FixtureFault(message: "The adapter's check sends no request.", remedy: "Remove the fixture.")
        }
        guard let reply = try outcome().reply else { return try lost(request) }
        var members = Members()
        members.add(adapter.readCheck(reply, account: account, context: context))
        return Result(request: request, outcome: members)
    }

    private func token() throws -> Result {
        let account = try adInput(input.postings[0])
        guard let request = try adapter.tokenRequest(account: account, context: context) else {
            throw FixtureFault(message: "The adapter fetches no token.", remedy: "Remove the fixture.")
        }
        guard let reply = try outcome().reply else { return try lost(request) }
        let reading = adapter.readToken(reply, account: account, context: context)
        var members = Members()
        members.add(verdict: reading.verdict)
        members["token"] = .boolean(reading.token != nil)
        members["expiresAt"] = reading.expiresAt.map { .text(Members.instant($0)) }
        members.add(budget: reading.budget)
        return Result(request: request, outcome: members)
    }

    private func render() throws -> Result {
        let adInput = try adInput(input.postings[0])
        let ad = adapter.render(adInput, for: input.follows)
        var members: Members = ["values": .object(ad.values), "sendable": .boolean(ad.isSendable)]
        members.add(findings: ad.findings)
        return Result(outcome: members)
    }

    private func document() throws -> Result {
        let ads = try prepared(for: .create)
        var members = Members()
        members.add(findings: ads.flatMap(\.ad.findings))
        let file = try adapter.document(of: ads, account: ads[0].input, pageTemplates: pageTemplates)
        members["file"] = file.file.map(Value.text)
        members["media"] = .text(file.media)
        return Result(document: file.bytes, outcome: members)
    }

    /// A request that only reads, and got no answer.
    private func lost(_ request: Request) throws -> Result {
        var members = Members()
        if let verdict = try outcome().verdictWithoutReply(isRepeatable: request.repeatable) {
            members.add(verdict: verdict)
        }
        return Result(request: request, outcome: members)
    }
}
