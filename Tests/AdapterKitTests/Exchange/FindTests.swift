import Documents
import Foundation
import Postings
import Testing
import Transport

@testable import AdapterKit

@Suite("Looks")
struct FindTests {
    static let list = """
          find:
            request: { method: GET, path: /ads }
            items: $.ads
            match: [{ equals: { it.ref: 7 } }, { contains: { it.text: "{reference}" } }]
            keep: { remoteID: { at: it.id, type: text } }
        """
    static let single = """
          find:
            request: { method: GET, path: "/ads/{reference}" }
            found: { status: [200], where: [{ present: $.id }] }
            keep: { remoteID: { at: $.id, type: text } }
        """

    @Test(
        "a look shows the ad, its absence, or neither",
        arguments: [
            (
                list, 200, #"{"ads":[{"ref":1},{"ref":7,"text":"see pl-1!","id":"a"}]}"#,
                FindReading.Result.found as FindReading.Result?
            ),
            (list, 200, #"{"ads":[{"ref":7,"text":"other"}]}"#, .missing),
            (list, 200, #"{"ads":[]}"#, .missing),
            (list, 200, "{}", nil), (list, 200, "<html>", nil), (list, 200, #"{"ads":null}"#, nil),
            (list, 404, "", nil), (list, 500, "", nil), (list, 401, "", nil),
            (single, 200, #"{"id":"a"}"#, .found), (single, 404, "", .missing), (single, 410, "", .missing),
            (single, 200, "{}", nil), (single, 200, "", nil), (single, 503, "", nil), (single, 302, "", nil),
        ]
    )
    func results(find: String, status: Int, body: String, result: FindReading.Result?) throws {
        let adapter = try CallBench.adapter(["more": find])
        let ad = CallBench.ad(adapter, .find)
        let reading = adapter.readFind(CallBench.reply(status, body), for: ad, context: CallBench.context)
        #expect(reading.result == result)
        #expect((reading.verdict.kind == .accepted) == (result != nil))
        #expect(reading.kept.compactMap(\.value.text) == (result == .found ? ["a"] : []))
        #expect(try adapter.findRequest(for: ad, context: CallBench.context) != nil)
        var cut = CallBench.reply(status, body)
        cut.truncated = true
        if status == 200 { #expect(adapter.readFind(cut, for: ad, context: CallBench.context).result == nil) }
    }

    @Test(
        "a list that was cut tells an absence only when it goes back beyond what is looked for",
        arguments: [
            (["10:00:00"], 0.0, FindReading.Result.missing as FindReading.Result?),
            (["10:00:00", "09:00:00"], 3_700, .missing),
            (["10:00:00", "09:00:00"], 0, nil), (["10:00:00", "09:57:00"], 3_700, nil),
            (["10:00:00", "soon"], 3_700, nil), (["10:00:00", "09:00:00"], nil, nil),
        ]
    )
    func reach(times: [String], seconds: Double?, result: FindReading.Result?) throws {
        let reach = "    reach: { from: 2, at: it.created }\n    keep:"
        let adapter = try CallBench.adapter(["more": Self.list.replacing("    keep:", with: reach)])
        let ads = times.map { #"{"ref":1,"created":"2026-11-22T\#($0).000Z"}"# }.joined(separator: ",")
        var context = CallBench.context
        // Counted from nine o'clock; what is looked for came up then or later.
        context.since = seconds.map { Date(timeIntervalSince1970: 1_795_338_000 + $0) }
        let ad = CallBench.ad(adapter, .find)
        let reading = adapter.readFind(CallBench.reply(200, #"{"ads":[\#(ads)]}"#), for: ad, context: context)
        #expect(reading.result == result)
        #expect((reading.verdict.kind == .accepted) == (result != nil))
        let ours = #"{"ads":[{"ref":1},{"ref":7,"text":"see pl-1!","id":"a"}]}"#
        #expect(adapter.readFind(CallBench.reply(200, ours), for: ad, context: context).result == .found)
    }

    @Test("a board without a look has no request for one")
    func none() throws {
        let adapter = try CallBench.adapter()
        #expect(try adapter.findRequest(for: CallBench.ad(adapter), context: CallBench.context) == nil)
    }
}

@Suite("Look-ups")
struct LookupTests {
    static func adapter(_ pick: String) throws -> Adapter {
        let lookups = """
              places:
                request: { method: GET, path: /places, query: { q: "{title}" }, headers: { X-Try: "{attempt.id}" } }
                items: $.found
                id: it.id
                label: it.name
                keep: { most: { at: it.most, type: integer } }
                pick: \(pick)
                cache: 30d
            """
        return try CallBench.adapter([
            "lookups": lookups, "values": "  spot: { lookup: places, pinned: settings.note }",
            "create": CallBench.create.replacing("json: ad", with: "json: { p: $spot, r: $reference, t: $title }"),
        ])
    }

    static let body = #"{"found":[{"id":1,"name":"Berlin","most":3},{"id":2,"name":"Bern"},{"name":"no id"}]}"#

    @Test("candidates are read, and only the manifest or a person chooses")
    func choices() throws {
        let adapter = try Self.adapter("person-unless-one")
        let reading = adapter.readLookup(
            "places",
            CallBench.reply(200, Self.body),
            for: CallBench.input(),
            context: CallBench.context
        )
        #expect(reading.candidates.map(\.id) == ["1", "2"])
        #expect(reading.candidates[0].kept["most"] == .number(3))
        #expect(Candidate(reading.candidates[0].value) == reading.candidates[0])
        let all = reading.candidates
        func choose(_ adapter: Adapter, _ among: [Candidate], note: String? = nil) -> LookupChoice {
            var input = CallBench.input()
            if let note { input.settings["note"] = .text(note) }
            return adapter.choose("places", among: among, for: input, context: CallBench.context)
        }
        #expect(choose(adapter, all) == .person(all))
        #expect(choose(adapter, [all[0]]) == .chosen(all[0]))
        #expect(choose(adapter, all, note: "2") == .chosen(all[1]))
        #expect(choose(adapter, all, note: "bern ") == .chosen(all[1]))
        #expect(choose(adapter, all, note: "99") == .chosen(Candidate(id: "99", label: "99")))
        guard case .none = choose(adapter, []) else {
            Issue.record("nothing was chosen from nothing")
            return
        }
        #expect(choose(try Self.adapter("person"), [all[0]]) == .person([all[0]]))
        #expect(choose(try Self.adapter("only"), all) == .chosen(all[0]))
    }

    @Test("the question's hash knows what is asked, not who asks or when")
    func hash() throws {
        let adapter = try Self.adapter("only")
        func hash(_ change: (inout CallContext, inout AdInput) -> Void = { _, _ in }) throws -> String {
            var (context, input) = (CallBench.context, CallBench.input())
            change(&context, &input)
            return try adapter.lookupRequest("places", for: input, context: context).hash
        }
        let plain = try hash()
        #expect(try hash { context, _ in context.attempt = "other" } == plain)
        #expect(try hash { context, _ in context.secrets["key"] = "renewed-key" } == plain)
        #expect(try hash { _, input in input.reference = "PL-2" } == plain)
        #expect(try hash { _, input in input.role = .object(["title": .text("Baker")]) } != plain)
    }

    @Test("an answer without candidates is none", arguments: [(200, "{}"), (200, "<p>"), (403, "{}"), (500, "")])
    func broken(status: Int, body: String) throws {
        let adapter = try Self.adapter("only")
        let reading = adapter.readLookup(
            "places",
            CallBench.reply(status, body),
            for: CallBench.input(),
            context: CallBench.context
        )
        #expect(reading.verdict.kind != .accepted)
        #expect(reading.candidates.isEmpty)
    }
}
