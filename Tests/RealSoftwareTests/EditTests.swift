import Testing

extension RealSoftware.Delivery {
    @Test("An edit that takes employer and pay out of the role takes them off the site too")
    func takenOut() async throws {
        let receiver = try await Receivers.fresh(.wordpress)
        let hiring = try await Hiring.begin(at: receiver)
        defer { hiring.end() }

        let (live, posted) = try await hiring.posting(["post", "engineer", "--to", "board", "--wait"])
        let id = try #require(live.remoteID, "\(posted)")
        let before = try await receiver.lookUp(id).body
        for word in ["75000 - 95000", "EUR", "YEAR", "Example Robotics"] { #expect(before.contains(word), "\(before)") }

        try hiring.describe(isDiscreet: true)
        let (edited, update) = try await hiring.posting(["post", "engineer", "--to", "board", "--wait"])
        #expect(edited.state == "live", "\(update)")
        let after = try await receiver.lookUp(id).body
        for word in ["75000", "EUR", "YEAR", "Example Robotics"] { #expect(!after.contains(word), "\(after)") }
    }
}
