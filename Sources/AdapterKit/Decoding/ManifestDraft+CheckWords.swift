import Documents
import Postings

extension ManifestDraft {
    /// Words that could have no effect in this manifest are refused: nobody is to rely on them.
    func checkWords(_ manifest: Manifest) {
        checkSpacing(manifest)
        checkSecrets(manifest)
    }

    /// A secret that a board tells belongs to an ad, and is told with the answer to a call for it.
    ///
    /// Elsewhere it would be kept in the clear, or not at all.
    private func checkSecrets(_ manifest: Manifest) {
        for call in manifest.operations {
            let isForAd = Postings.Operation(rawValue: call.name) != nil
            for keep in call.keep where keep.kind == .secret {
                let isName = ["remoteID", "url"].contains(keep.name)
                if isForAd, keep.owner == .posting, !isName { continue }
                let remedy =
                    isName
                    ? "Keep it as text or url: people are shown it." : "Keep it for: posting, in a call for an ad."
                refuseSecret(keep, "operations.\(call.name)", remedy)
            }
        }
        let others =
            manifest.watches.map { ("watches.\($0.name)", $0.keep) }
            + manifest.lookups.map { ("lookups.\($0.name)", $0.keep) }
        for (path, keeps) in others {
            for keep in keeps where keep.kind == .secret {
                refuseSecret(keep, path, "Keep it in the operation that tells it with the ad.")
            }
        }
    }

    private func refuseSecret(_ keep: Keep, _ path: String, _ remedy: String) {
        problems.error(
            "secret-not-kept",
            at: places["\(path).keep.\(keep.name)"] ?? places[path] ?? root.location,
            field: "\(path).keep.\(keep.name)",
            "The secret \"\(keep.name)\" cannot be kept here.",
            remedy: remedy
        )
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
