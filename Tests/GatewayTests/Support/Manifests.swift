/// Adapters as their manifests say them.
enum Manifests {
    static let renewCall = """
          renew:
            request: { method: PUT, path: "/ads/{kept.remoteID}", json: ad }
            repeat: safe
            proves: acknowledged
            then: ad
        """

    /// A board with an interface: a setting is part of its ads, and one names its server.
    static func plain(id: String = "plain", updateRepeats: String? = "safe", more: String = "") -> String {
        let update = updateRepeats.map {
            """
              update:
                request: { method: PUT, path: "/ads/{kept.remoteID}", json: ad }
                repeat: \($0)
                proves: acknowledged
                then: ad
            """
        }
        return """
            schema: 1
            id: \(id)
            name: Plain Board
            kind: api
            docs: https://plain.example/docs
            status: { stability: draft, verified: 2026-11-22, level: documented }
            settings:
              team: { type: text, title: Team, optional: true }
              server: { type: host, title: Server, optional: true, server: true }
              key: { type: secret, title: Key }
            places: { each: 1 }
            languages: one
            auth: { bearer: key }
            values:
              title: { from: title, need: always, size: { max: 40 }, unverified: true }
              team: { from: settings.team }
            bodies:
              ad: { title: $title, team: $team }
            http: { base: "https://plain.example" }
            operations:
              create:
                request: { method: POST, path: /ads, json: ad }
                repeat: never
                keep: { remoteID: { at: $.id, type: text } }
                proves: acknowledged
                then: ad
            \(update ?? "")
              withdraw:
                request: { method: DELETE, path: "/ads/{kept.remoteID}" }
                values: accepted
                repeat: safe
                proves: withdrawing
                then: ad
            \(more)
            watches:
              ad:
                scope: posting
                request: { method: GET, path: "/ads/{kept.remoteID}" }
                every: { first: 5s, then: 1h }
                states:
                  - { when: [{ status: [200] }, { present: $.id }], state: live, witness: board }
                  - { when: [{ status: [404] }], state: withdrawn, witness: board, unlessWanted: removed }
            failures:
              - { when: [{ status: [401] }], verdict: credentials }
              - { when: [{ status: [404] }], during: [withdraw], verdict: accepted, observed: absent }
            limits: []
            life: { reopen: new-creation, closing: by itself }

            """
    }

    /// A board whose ads a person puts up.
    static let byHand = """
        schema: 1
        id: byhand
        name: Notice Board
        kind: manual
        docs: https://notices.example/docs
        status: { stability: draft, verified: 2026-11-22, level: documented }
        settings: {}
        places: { each: 1 }
        languages: one
        auth: none
        values:
          title: { from: title, need: always, size: { max: 40 }, unverified: true }
        bodies:
          post: { ads: $items }
          role: { title: $title }
        document: { scope: account, media: application/json, body: post, item: role }
        operations:
          create: { document: publish }
        limits: []
        life: { reopen: new-creation, closing: a person takes it down }

        """

    /// A board that fetches a feed.
    static let feed = """
        schema: 1
        id: feed
        name: Feed Board
        kind: feed
        docs: https://feeds.example/docs
        status: { stability: draft, verified: 2026-11-22, level: documented }
        settings:
          directory: { type: directory, title: Folder, optional: true }
        places: { each: 1 }
        languages: one
        auth: none
        values:
          title: { from: title, need: always, size: { max: 40 }, unverified: true }
        bodies:
          feed: { ads: $items }
          ad: { title: $title }
        document: { scope: account, file: feed.json, media: application/json, body: feed, item: ad, directory: directory }
        operations:
          create:   { document: publish, proves: handed-over }
          update:   { document: publish, proves: handed-over }
          withdraw: { document: retract, proves: withdrawing }
        limits: []
        life: { reopen: unknown, closing: left out }

        """
}
