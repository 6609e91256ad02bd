import Testing

extension RealSoftware.Delivery {
    @Test(
        "A title with signs that mean something in HTML stands on the site letter for letter, and is not read as HTML",
        arguments: ["R&D: models < 3 B & tools > 1", "Ship <em>fast</em> &amp; well"]
    )
    func titleWithSigns(words: String) async throws {
        let receiver = try await Receivers.fresh(.wordpress)
        let hiring = try await Hiring.begin(at: receiver, title: words)
        defer { hiring.end() }

        let (live, posted) = try await hiring.posting(["post", "engineer", "--to", "board", "--wait"])
        #expect(posted.status == 0, "\(posted)")
        // The program compares what the site stored with what it sent: anything else would be `altered`.
        #expect(live.state == "live", "\(posted)")
        let page = try await receiver.publicView(of: live)
        #expect(page.status == 200)
        #expect(heading(of: page.body) == hiring.title, "\(page.body)")

        try hiring.describe(team: "people who moved to Aarhus")
        let (edited, update) = try await hiring.posting(["post", "engineer", "--to", "board", "--wait"])
        #expect(edited.state == "live", "\(update)")
        #expect(try await heading(of: receiver.publicView(of: edited).body) == hiring.title)

        let (gone, withdrawal) = try await hiring.posting(["withdraw", "engineer", "--wait"])
        #expect(gone.state == "withdrawn", "\(withdrawal)")
    }

    /// The text of a page's first heading, as a browser shows it; nil when there is an element inside.
    private func heading(of page: String) -> String? {
        guard let match = page.firstMatch(of: /<h1[^>]*>\s*(?:<a [^>]*>)?([^<]*)(?:<\/a>)?\s*<\/h1>/) else {
            return nil
        }
        let entities = [
            ("&lt;", "<"), ("&#060;", "<"), ("&gt;", ">"), ("&#062;", ">"), ("&#038;", "&"), ("&amp;", "&"),
        ]
        return entities.reduce(String(match.1)) { $0.replacing($1.0, with: $1.1) }
    }
}
