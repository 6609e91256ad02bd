import AdapterKit

/// Adapters for the tiny board, written as a manifest says them.
enum TinyAdapter {
    static let findCall = """
          find:
            request: { method: GET, path: /ads, query: { ref: "{posting.wireReference}" } }
            items: $
            match: [{ present: it.id }]
            keep: { remoteID: { at: it.id, type: text } }
        """

    static let watch = """
          ad:
            scope: posting
            request: { method: GET, path: "/ads/{kept.remoteID}" }
            every: { first: 5s, then: 1h }
            states:
              - { when: [{ status: [200] }, { present: $.id }], state: live, witness: board }
              - { when: [{ status: [404] }], state: withdrawn, witness: board, unlessWanted: removed }
        """

    static let updateCall = """
          update:
            request: { method: PUT, path: "/ads/{kept.remoteID}", json: ad }
            repeat: safe
            proves: acknowledged
            then: ad
        """

    /// The manifest's text.
    ///
    /// - Parameters:
    ///   - repeats: What a creation's lost answer allows.
    ///   - finds: Whether the board can be asked for an ad.
    ///   - update: The update call.
    ///   - more: Further top-level text.
    ///   - life: Members of `life`.
    static func text(
        repeats: String = "find",
        finds: Bool = true,
        update: String = updateCall,
        create: String = "",
        withdraw: String = "",
        watch: String = watch,
        auth: String = "auth: { bearer: key }",
        failures: String = "",
        more: String = "limits: []",
        life: String = "reopen: new-creation, closing: by itself"
    ) -> String {
        """
        schema: 1
        id: tiny-board
        name: Tiny Board
        kind: api
        docs: https://tiny.example/docs
        status: { stability: draft, verified: 2026-11-22, level: documented }
        settings:
          key: { type: secret, title: Key }
        places: { each: 1 }
        languages: one
        \(auth)
        mint:
          once: { kind: uuid4, for: creation }
        values:
          reference: { from: posting.wireReference, need: always }
          title: { from: title, need: always, size: { max: 40 }, unverified: true }
          key: { from: minted.once }
        bodies:
          ad: { reference: $reference, title: $title }
        http: { base: "https://tiny.example" }
        operations:
          create:
            request: { method: POST, path: /ads, headers: { Idempotency-Key: "{key}" }, json: ad }
            repeat: \(repeats)
            keep: { remoteID: { at: $.id, type: text } }
            proves: acknowledged
            then: ad
        \(create)
        \(update)
          withdraw:
            request: { method: DELETE, path: "/ads/{kept.remoteID}" }
            values: accepted
            repeat: safe
            proves: withdrawing
            then: ad
        \(withdraw)
        \(finds ? findCall : "")
        watches:
        \(watch)
        failures:
          - { when: [{ status: [404] }], during: [withdraw], verdict: accepted, observed: absent }
          - { when: [{ status: [404] }], during: [update], verdict: refused, observed: absent }
        \(failures)
        \(more)
        life: { \(life) }

        """
    }

    static func load(_ text: String) throws -> Adapter {
        try Adapter.load(AdapterPack(id: "tiny-board", files: ["manifest.yaml": Array(text.utf8)]))
    }
}
