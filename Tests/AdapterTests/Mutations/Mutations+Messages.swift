import Documents
import Postings

extension Mutation {
    /// Mistakes in the adapters of networks, chats and hooks.
    static let messages: [Mutation] = [
        Mutation(
            "mastodon",
            "a longer maximum",
            "max: 500, unit: graphemes",
            "max: 2000, unit: graphemes",
            facts: ["summary": longSummary],
            says: "500 exceeded"
        ),
        Mutation(
            "mastodon",
            "links that count whole",
            "links: 23 }]",
            "links: 1 }]",
            facts: ["summary": longSummary],
            says: "500 exceeded"
        ),
        Mutation("mastodon", "no text", "status: $text", "text: $text", says: "can't be blank"),
        Mutation("mastodon", "a wrong code", "const: public", "const: everyone", says: "Visibility"),
        Mutation(
            "mastodon",
            "a language that is too precise",
            "{ language: iso639-1 }",
            "{ language: bcp47 }",
            facts: ["language": .text("en-GB")],
            says: "Language is invalid"
        ),
        Mutation(
            "mastodon",
            "a wrong path",
            in: "manifest.yaml",
            "path: /api/v1/statuses,",
            "path: /api/v1/status,",
            says: "Record not found"
        ),
        Mutation(
            "mastodon",
            "a wrong method",
            in: "manifest.yaml",
            "method: PUT",
            "method: PATCH",
            during: .update,
            says: "405 wrong-method"
        ),
        Mutation(
            "mastodon",
            "a wrong header",
            in: "manifest.yaml",
            "{ bearer: token }",
            "{ header: { name: X-Token, secret: token } }",
            says: "access token"
        ),
        Mutation(
            "mastodon",
            "no idempotency key",
            in: "manifest.yaml",
            "headers: { Idempotency-Key: \"{key}\" }, ",
            "",
            isRepeated: true,
            says: "2 ads"
        ),
        Mutation(
            "mastodon",
            "a delete of another thing",
            in: "manifest.yaml",
            "DELETE, path: \"/api/v1/statuses/{kept.remoteID}\"",
            "DELETE, path: \"/api/v1/statuses/{kept.accountID}\"",
            during: .withdraw,
            says: "404 unknown-ad"
        ),

        Mutation(
            "discord-webhook",
            "a longer title",
            "size: { max: 256, unit: characters }, overflow: word, shows: title",
            "size: { max: 4096, unit: characters }, overflow: word, shows: title",
            facts: ["title": longTitle],
            says: "Must be 256 or fewer"
        ),
        Mutation(
            "discord-webhook",
            "a longer text",
            "fits: [{ max: 4096",
            "fits: [{ max: 5000",
            facts: ["description": longText],
            says: "Must be 4096 or fewer"
        ),
        Mutation("discord-webhook", "no embed", "    embeds:\n", "    embed:\n", says: "empty message"),
        Mutation(
            "discord-webhook",
            "a wrong header",
            in: "manifest.yaml",
            "\"DiscordBot ({contact}, {product.version})\"",
            "\"{product.name}/{product.version}\"",
            says: "40333"
        ),
        Mutation(
            "discord-webhook",
            "a wrong method",
            in: "manifest.yaml",
            "method: PATCH",
            "method: PUT",
            during: .update,
            says: "405 wrong-method"
        ),
        Mutation(
            "discord-webhook",
            "no wait for the message",
            in: "manifest.yaml",
            "wait: \"true\", ",
            "",
            says: "204 create"
        ),
        Mutation("discord-webhook", "a wrong code", "parse: []", "parse: [everybody]", says: "allowed_mentions"),
        Mutation(
            "discord-webhook",
            "a wrong path",
            in: "manifest.yaml",
            "/api/v10/webhooks/{settings.webhook}/{secrets.token}\"\n      query: { wait",
            "/api/v10/hooks/{settings.webhook}/{secrets.token}\"\n      query: { wait",
            says: "404 no-route"
        ),
        Mutation(
            "discord-webhook",
            "a delete of another thing",
            in: "manifest.yaml",
            "method: DELETE\n      path: \"/api/v10/webhooks/{hook}/{secrets.token}/messages/{kept.remoteID}\"",
            "method: DELETE\n      path: \"/api/v10/webhooks/{hook}/{secrets.token}/messages/{kept.channelID}\"",
            during: .withdraw,
            says: "10008"
        ),

        Mutation(
            "generic-webhook",
            "an id with a full stop",
            "\"evt_{minted.event}\"",
            "\"evt.{minted.event}\"",
            says: "contains a dot"
        ),
        Mutation("generic-webhook", "no id of the job", "      id: $posting", "      key: $posting", says: "data.id"),
        Mutation("generic-webhook", "a wrong code", "create: job.published", "create: job.opened", says: "ignored"),
        Mutation(
            "generic-webhook",
            "a wrong method",
            in: "manifest.yaml",
            "method: POST",
            "method: PUT",
            says: "405 wrong-method"
        ),
        Mutation(
            "generic-webhook",
            "a wrong form of the time",
            "happened:  { from: clock.now, as: [{ time: iso-utc }] }",
            "happened:  { from: clock.now, as: [{ time: epoch-ms }] }",
            says: "timestamp"
        ),
        Mutation(
            "generic-webhook",
            "a version that is no number",
            "version: $version",
            "version: $happened",
            says: "version"
        ),
        Mutation(
            "generic-webhook",
            "no signature",
            in: "manifest.yaml",
            "{ sign: { component: standard-webhooks, key: secret, id: eventID } }",
            "{ bearer: secret }",
            says: "webhook-id"
        ),
        Mutation(
            "generic-webhook",
            "a wrong end",
            "withdraw: job.closed",
            "withdraw: job.published",
            during: .withdraw,
            says: "1 ads"
        ),
    ]
}
