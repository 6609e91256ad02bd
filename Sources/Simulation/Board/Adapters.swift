import AdapterKit
import Delivery
import Documents
import Ledger
import Roles

/// The adapters of the virtual boards, as manifests say them.
enum Adapters {
    /// How long the virtual boards keep a key.
    static let keyLife: Int64 = .hour
    /// How long they may take to show what they took, by their manifests.
    static let settle: Int64 = 60 * .second
    /// The same where their manifests say nothing.
    static let usualSettle: Int64 = 30 * .second
    /// Calls that the limited board allows in a minute: of an account, and creations of the whole host.
    static let (ofAccount, ofHost) = (6, 5)

    private static let update = """
          update:
            request: { method: PUT, path: "/ads/{kept.remoteID}", json: ad }
            repeat: safe
            proves: acknowledged
            then: ad
        """

    private static let replace = """
          update: { via: replace }
        """

    private static func find(_ kind: Plan.Kind) -> String {
        switch kind {
        case .keyed, .blind: return ""
        case .listed:
            return """
                  find:
                    request: { method: GET, path: /ads }
                    items: $
                    match: [{ same: { it.reference: posting.wireReference } }]
                    keep: { remoteID: { at: it.id, type: text } }
                """
        case .looked, .batch, .limited, .replacing:
            return """
                  find:
                    request: { method: GET, path: /ads, query: { ref: "{posting.wireReference}" } }
                    items: $
                    match: [{ present: it.id }]
                    keep: { remoteID: { at: it.id, type: text } }
                """
        }
    }

    private static func create(_ kind: Plan.Kind) -> String {
        let repeats =
            switch kind {
            case .keyed: "{ key: key, keptFor: 1h }"
            case .blind: "never"
            default: "find"
            }
        guard kind != .batch else {
            return """
                  create:
                    request: { method: POST, path: /batch, json: ad }
                    batch: { upTo: 3, at: ads, answer: $.results, match: order, refusal: each }
                    success: { status: [200], where: [{ equals: { it.status: 201 } }] }
                    repeat: find
                    settle: 60s
                    keep: { remoteID: { at: it.id, type: text } }
                    proves: acknowledged
                    then: ad
                """
        }
        return """
              create:
                request: { method: POST, path: /ads, headers: { Idempotency-Key: "{key}" }, json: ad }
                repeat: \(repeats)
                settle: 60s
                keep: { remoteID: { at: $.id, type: text } }
                proves: acknowledged
                then: ad
            """
    }

    static func manifest(_ kind: Plan.Kind) -> String {
        """
        schema: 1
        id: \(kind.rawValue)-board
        name: A virtual board
        kind: api
        docs: https://\(kind.rawValue).example/docs
        status: { stability: draft, verified: 2026-11-22, level: documented }
        settings:
          key: { type: secret, title: Key }
        places: { each: 1 }
        languages: one
        auth: { bearer: key }
        mint:
          once: { kind: uuid4, for: creation }
        values:
          reference: { from: posting.wireReference, need: always }
          title: { from: title, need: always, size: { max: 40 }, unverified: true }
          key: { from: minted.once }
        bodies:
          ad: { reference: $reference, title: $title }
        http: { base: "https://\(kind.rawValue).example" }
        operations:
        \(create(kind))
        \(kind == .replacing ? replace : update)
          renew:
            request: { method: POST, path: "/ads/{kept.remoteID}/renew" }
            repeat: never
            proves: acknowledged
            then: ad
          withdraw:
            request: { method: DELETE, path: "/ads/{kept.remoteID}" }
            values: accepted
            repeat: safe
            settle: 60s
            proves: withdrawing
            then: ad
        \(find(kind))
        watches:
          ad:
            scope: posting
            request: { method: GET, path: "/ads/{kept.remoteID}" }
            every: { first: 5s, then: 1h }
            states:
              - { when: [{ status: [200] }, { present: $.id }], state: live, witness: board }
              - { when: [{ status: [404] }], state: withdrawn, witness: board, unlessWanted: removed }
        failures:
          - { when: [{ status: [404] }], during: [withdraw], verdict: accepted, observed: absent }
          - { when: [{ status: [404] }], during: [update, renew], verdict: refused, observed: absent }
        \(kind == .batch ? "  - { when: [{ equals: { it.status: 422 } }], verdict: refused, reason: it.error }" : "")
        \(kind == .limited ? limits : "limits: []")
        life: { reopen: new-creation, closing: by itself }

        """
    }

    private static let limits = """
        limits:
          - { unit: requests, count: \(ofAccount), per: 1m, of: account }
          - { unit: requests, count: \(ofHost), per: 1m, of: host, during: [create] }
        """

    /// The compiled adapters; a fault in a manifest ends up as a missing one, which a test notices.
    static let all: [Plan.Kind: Adapter] = {
        var all: [Plan.Kind: Adapter] = [:]
        for kind in Plan.Kind.allCases {
            let pack = AdapterPack(
                id: "\(kind.rawValue)-board",
                files: ["manifest.yaml": Array(manifest(kind).utf8)]
            )
            all[kind] = try? Adapter.load(pack)
        }
        return all
    }()
}
