import Documents

extension ManifestDraft {
    /// Words that could have no effect in this manifest are refused: nobody is to rely on them.
    func checkWords(_ manifest: Manifest) {
        checkSpacing(manifest)
    }

    /// The time between two creations counts from calls, which documents and people do without.
    private func checkSpacing(_ manifest: Manifest) {
        guard manifest.life.minimumBetween != nil else { return }
        let create = root["operations"]?["create"]
        let calls = create?["request"] != nil || create?["graphql"] != nil
        guard manifest.kind == .manual || !calls else { return }
        problems.error(
            "spacing-of-no-call",
            at: root["life"]?["minimumBetween"]?.location ?? root.location,
            field: "life.minimumBetween",
            "The time between two creations counts from calls, and this adapter creates ads without one.",
            remedy: "Remove it, or give operations.create a request."
        )
    }
}
