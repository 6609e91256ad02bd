public import AdapterKit
public import Documents
public import FoundationEssentials
public import Ledger
public import Roles

extension DeliveryAccount {
    /// What a call for the account alone may read.
    ///
    /// - Parameters:
    ///   - kept: What is kept of the account.
    ///   - zone: Zone of days where a role names none.
    ///   - now: The present.
    public func input(kept: Members, zone: String, now: Date) -> AdInput {
        var input = AdInput(
            role: .object([:]),
            places: [],
            language: "und",
            reference: "",
            account: name,
            opened: now,
            now: now
        )
        input.settings = settings
        input.kept = kept
        input.baseURL = baseURL
        input.zone = zone
        return input
    }

    /// What a posting is rendered from, for delivery and for whoever shows beforehand what it would deliver.
    ///
    /// - Parameters:
    ///   - posting: The posting.
    ///   - role: The role that is wanted; nil when no ad is.
    ///   - kept: What is kept of the account and of the posting; the posting's win.
    ///   - zone: Zone of days where the role names none.
    ///   - now: The present.
    public func input(for posting: Posting, role: Role?, kept: Members, zone: String, now: Date) -> AdInput {
        var input = input(kept: kept, zone: zone, now: now)
        input.reference = posting.reference
        input.creation = max(1, posting.creation)
        input.opened = posting.opened
        input.firstSent = posting.firstSent
        input.changed = posting.changed
        input.minted = posting.minted
        input.accepted = (posting.accepted ?? posting.sent)?.values
        input.language = posting.key.language
        guard let role else { return input }
        input.role = role.facts(account: name, language: posting.key.language)
        input.places = FanOut.places(of: posting.key, in: role, manifest: adapter.manifest).map { .object($0.facts) }
        input.facets = role.facets(account: name)
        input.spend = role.spend(account: name)
        input.pageURL = input.role["url"]?.text
        return input
    }
}
